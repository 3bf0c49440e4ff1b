import type { Correction } from './answers.ts';
import type { Context } from './context.ts';
import { formatDay, parseISO } from './days.ts';
import { statementTexts } from './texts/statement.ts';

/** When a statement was corrected last, nothing where it never was. */
export function lastCorrected(
  context: Context, corrections: readonly Correction[] = [],
): string | undefined {
  const [latest] = [...corrections].sort((a, b) => (parseISO(b.day) ?? 0) - (parseISO(a.day) ?? 0));
  return latest && correctedOn(context, latest);
}

/** That something was corrected, and when. */
export function correctedOn({ texts }: Context, { day }: Correction): string {
  return statementTexts(texts.locale).corrected(formatDay(parseISO(day) ?? 0, texts.locale));
}

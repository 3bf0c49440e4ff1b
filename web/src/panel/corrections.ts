import type { Correction } from '../answers.ts';
import { firstLanguage, told, type Context } from '../context.ts';
import { correctedOn } from '../corrected.ts';
import { el } from '../dom.ts';
import { statementTexts } from '../texts/statement.ts';
import { row } from './evidence.ts';

/** What was wrong once of a statement: before, now, why, and who found it if they are named. */
export function correctionNotes(
  context: Context, corrections: readonly Correction[] = [],
): readonly HTMLElement[] {
  const texts = statementTexts(context.texts.locale);
  return corrections.map((x) => el('div', { class: 'correction', role: 'note' },
    el('p', {}, el('strong', {}, correctedOn(context, x))),
    el('dl', { class: 'facts' },
      ...row(texts.before, told(context, 'span', x.before)),
      ...row(texts.now, told(context, 'span', x.after)),
      ...row(texts.why, told(context, 'span', x.reason)),
      ...row(texts.foundBy,
        x.reporter && el('span', { lang: firstLanguage(context.dataset) }, x.reporter)))));
}

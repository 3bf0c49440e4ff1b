import type { ControlDetail, Source } from './answers.ts';
import { boundSnapshot } from './request.ts';
import { actorName, statusName, type Context } from './context.ts';
import { formatDay, parseISO, toISO } from './days.ts';
import { el, icon } from './dom.ts';
import { statementTexts } from './texts/statement.ts';
import { viewAddress } from './url.ts';
import { letterAddress } from './letter.ts';

/** A statement that somebody may know to be wrong. */
export interface Stated {
  /** The id of the zone, overlay or region, and its name. */
  readonly id: string | undefined;
  readonly name: string;
  readonly words: string;
  readonly sources?: readonly Source[];
  /** The day that it is told of, if that is not the one shown. */
  readonly day?: number;
}

/**
 * A letter about a statement to whoever keeps the dataset: the server stores nothing of it. Undefined
 * where they do not say how to write to them.
 */
export function reportAddress(context: Context, stated: Stated): string | undefined {
  const { dataset, state } = context;
  const texts = statementTexts(context.texts.locale);
  const view = { ...state.get(), day: stated.day ?? state.get().day };
  const day = toISO(view.day);
  const fact = (key: string, words: string, text: string) => ({ key, words, text });
  return letterAddress(dataset.feedback, {
    subject: texts.mistake(stated.name, day),
    question: texts.whatIsWrong,
    facts: [
      fact('statement', texts.statement, stated.words),
      fact('name', texts.place, stated.name),
      fact('zone', 'id', stated.id ?? ''), fact('day', texts.day, day),
      fact('view', texts.view, new URL(viewAddress(view), document.baseURI).href),
      fact('snapshot', texts.snapshot, boundSnapshot()),
      fact('version', context.texts.version, dataset.version),
    ].filter(({ text }) => text !== ''),
    sources: (stated.sources ?? []).map(({ publisher, title, url }) =>
      [publisher, title, url].filter(Boolean).join(', ')),
  });
}

/** The way to report that a statement is wrong, in words or, where many stand together, as a mark. */
export function reportLink(
  context: Context, stated: Stated, form: 'words' | 'mark' = 'words',
): HTMLElement | null {
  const href = reportAddress(context, stated);
  if (!href) return null;
  const { texts } = context;
  const label = statementTexts(texts.locale).reportOf(stated.words);
  return el('a', { class: `report ${form}`, href, rel: 'noopener noreferrer', 'aria-label': label,
    title: label, ...(/^mailto:/i.test(href) ? {} : { target: '_blank' }) },
  form === 'mark' ? icon('flag') : texts.reportMistake);
}

/** Who holds something, how, and since when, in a line. */
export function controlWords(context: Context, control: ControlDetail): string {
  const { texts, state } = context;
  const { lang } = state.get();
  const since = parseISO(control.from ?? '');
  return [actorName(context, control.controller, lang), statusName(context, control.status, lang),
    since !== undefined && `${texts.since} ${formatDay(since, texts.locale)}`]
    .filter(Boolean).join(', ');
}

import { actorLang, actorName, firstLanguage, told, type Context } from '../context.ts';
import { formatDay, parseISO } from '../days.ts';
import { around, el, type Attributes, type Child } from '../dom.ts';
import { formatEDTF } from '../edtf.ts';
import type { ControlDetail, EventDetail, Source, Statement } from '../answers.ts';
import type { Lang } from '../model.ts';
import { formatNumber } from '../format.ts';
import type { Texts } from '../texts/texts.ts';

/** A term and its description in a `dl`; nothing when there is nothing to say. */
export function row(term: Child, ...description: readonly Child[]): readonly Child[] {
  if (description.every((d) => !d)) return [];
  return [el('div', {}, el('dt', {}, term), el('dd', {}, ...description))];
}

/** The event that began a period: when, what, what was planned, and what each side says. */
export function eventCard(
  context: Context, control: ControlDetail, lang: Lang, ...more: readonly Child[]
): HTMLElement | null {
  const { texts } = context;
  const { event } = control;
  if (!event) return null;
  const said = (statement: Statement | undefined) => (statement
    ? [formatEDTF(statement.date, texts), ...(statement.by === undefined ? []
      : [' · ', sideName(context, statement.by, lang)])] : []);
  const claims = Object.entries(control.claims ?? event.claims ?? {});
  return el('section', { class: 'card event-card', 'aria-label': texts.event },
    el('p', { class: 'overline' }, texts.began(formatEDTF(event.date, texts))),
    told(context, 'h3', event.title),
    told(context, 'p', event.summary),
    told(context, 'p', control.note, { class: 'note' }),
    el('dl', { class: 'facts' },
      ...row(texts.planned, plannedText(event, texts)),
      ...row(texts.claimed, ...said(event.claimed)),
      ...row(texts.confirmed, ...said(event.confirmed))),
    event.single_sided && el('p', { class: 'caution' }, texts.singleSided),
    claims.length > 0 && el('div', { class: 'claims' },
      el('h4', {}, texts.claims),
      el('dl', { class: 'facts' },
        ...claims.flatMap(([side, words]) =>
          row(sideName(context, side, lang), told(context, 'span', words))))),
    ...more);
}

/** When it was to happen, and how much later or earlier it did. */
function plannedText({ planned, day }: EventDetail, texts: Texts): string | undefined {
  if (planned === undefined || planned === day) return undefined;
  const words = formatEDTF(planned, texts);
  const late = (parseISO(day) ?? NaN) - (parseISO(planned) ?? NaN);
  if (!Number.isFinite(late)) return words;
  const days = formatNumber(Math.abs(late), texts.locale);
  return `${words} (${(late > 0 ? texts.daysLate : texts.daysEarly)(days, Math.abs(late))})`;
}

/** A grade of confidence in the page's words, else as the dataset has it. */
export function confidenceText(
  { texts }: Context, confidence: string | undefined,
): string | undefined {
  return confidence === undefined ? undefined : (texts.confidences[confidence] ?? confidence);
}

/**
 * The name of an actor, or of a perspective that is called as the dataset calls a side, else what
 * it calls it, in words.
 */
function sideName(context: Context, side: string, lang: Lang): HTMLElement | null {
  const id = [side, side.toLowerCase().replaceAll(' ', '_')]
    .find((key) => actorLang(context, key, lang) !== undefined);
  if (id) return el('span', { lang: actorLang(context, id, lang) }, actorName(context, id, lang));
  const words = (side.charAt(0).toUpperCase() + side.slice(1)).replaceAll('_', ' ');
  const alike = context.dataset.perspectives?.find(({ names }) =>
    names[firstLanguage(context.dataset)] === words);
  return told(context, 'span', alike?.names ?? words);
}

/** The sources of a period. */
export function sourceList(context: Context, sources: readonly Source[]): HTMLElement {
  const { texts } = context;
  const list = el('ul', { class: 'sources' },
    ...sources.map((source) => sourceItem(context, source)));
  return el('section', { class: 'block source-list', tabindex: -1, 'aria-label': texts.sources },
    el('h3', {}, texts.sources),
    sources.length > 0 ? list : el('p', { class: 'muted' }, texts.noSources));
}

/**
 * A publication with links to the original and to the archived copy, and the words that are cited.
 */
export function sourceItem(
  context: Context, source: Source, ...more: readonly Child[]
): HTMLElement {
  const { texts } = context;
  const short = (text: string | null | undefined) => {
    const day = parseISO(text ?? '');
    return day === undefined ? text : formatDay(day, texts.locale, 'short');
  };
  const archived = short(source.archived_at);
  const { quote, locator, language = firstLanguage(context.dataset) } = source;
  const named = (name: string | undefined) => name && el('span', { lang: language }, name);
  const about = [named(source.author), named(source.publisher),
    (source.date_nominal ? undefined : short(source.date)) ?? texts.undated,
    source.perspective &&
      el('span', {}, ...around(texts.perspective, perspectiveName(context, source.perspective))),
    source.verified === false && texts.unverified].filter(Boolean);
  return el('li', {},
    linkOr(texts, source.url, { lang: language }, source.title),
    el('span', { class: 'muted' }, ...about.flatMap((part, i) => [i > 0 && ' · ', part || null])),
    quote && el('blockquote', { lang: language }, quote),
    locator && el('span', { class: 'muted small', lang: language }, locator),
    safeLink(source.archived_url) && linkOr(texts, source.archived_url,
      { class: 'archived small' },
      archived ? texts.archivedCopy(archived) : texts.archivedUndated),
    ...more);
}

/**
 * A link that leaves the page, or the text alone where the address is none to follow. The link's
 * title is in the language of the page, its text may be in another one.
 */
function linkOr(
  texts: Texts, address: string | null | undefined,
  { lang, ...attributes }: Attributes, text: string,
): HTMLElement {
  const href = safeLink(address);
  return href ? el('a', { ...attributes, href, rel: 'noopener noreferrer', target: '_blank',
    title: texts.opensElsewhere }, el('span', { lang }, text))
    : el('span', { ...attributes, lang }, text);
}

/** The dataset's name of a perspective; the key itself where it has none. */
function perspectiveName(context: Context, id: string): HTMLElement | null {
  return told(context, 'span',
    context.dataset.perspectives?.find((term) => term.id === id)?.names ?? id);
}

/** An address that may stand in a link: the dataset must not smuggle in a script. */
export function safeLink(url: string | null | undefined): string | undefined {
  return url && /^https?:\/\//i.test(url) ? url : undefined;
}

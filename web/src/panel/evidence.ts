import { actorName, type Context } from '../context.ts';
import { formatDay, parseISO } from '../days.ts';
import { el, type Child } from '../dom.ts';
import { formatEDTF } from '../edtf.ts';
import type { ControlDetail, EventDetail, Lang, Source, Statement } from '../model.ts';
import { pick, pickedLang } from '../names.ts';

/** A term and its description in a `dl`; nothing when there is nothing to say. */
export function row(term: string, ...description: readonly Child[]): readonly Child[] {
  if (description.every((d) => !d)) return [];
  return [el('div', {}, el('dt', {}, term), el('dd', {}, ...description))];
}

/** The event that began a period: when, what, what was planned, and what each side says. */
export function eventCard(context: Context, control: ControlDetail, lang: Lang): HTMLElement | null {
  const { texts } = context;
  const { event } = control;
  if (!event) return null;
  const said = (statement: Statement | undefined) =>
    statement && texts.by(formatEDTF(statement.date, texts.locale), actorName(context, statement.by, lang));
  const claims = Object.entries(control.claims ?? event.claims ?? {});
  return el('section', { class: 'card event-card', 'aria-label': texts.event },
    el('p', { class: 'overline' }, texts.began(formatEDTF(event.date, texts.locale))),
    el('h3', { lang: pickedLang(event.title, lang) }, pick(event.title, lang)),
    event.summary && el('p', { lang: pickedLang(event.summary, lang) }, pick(event.summary, lang)),
    control.note && el('p', { class: 'note' }, control.note),
    el('dl', { class: 'facts' },
      ...row(texts.planned, plannedText(event, texts.locale)),
      ...row(texts.claimed, said(event.claimed)),
      ...row(texts.confirmed, said(event.confirmed)),
      ...row(texts.confidence, control.confidence)),
    event.single_sided && el('p', { class: 'caution' }, texts.singleSided),
    claims.length > 0 && el('div', { class: 'claims' },
      el('h4', {}, texts.claims),
      el('dl', { class: 'facts' }, ...claims.flatMap(([side, words]) => row(sideName(context, side, lang), words)))));
}

function plannedText({ planned, day }: EventDetail, locale: string): string | undefined {
  return planned === undefined || planned === day ? undefined : formatEDTF(planned, locale);
}

/** The name of an actor, or the side's own key in words. */
function sideName(context: Context, side: string, lang: Lang): string {
  const name = actorName(context, side, lang);
  return name === side ? (side.charAt(0).toUpperCase() + side.slice(1)).replaceAll('_', ' ') : name;
}

/** What a period rests on. */
export function sourceList(context: Context, sources: readonly Source[]): HTMLElement {
  const { texts } = context;
  const list = el('ul', { class: 'sources' }, ...sources.map((source) => sourceItem(context, source)));
  return el('section', { class: 'block', 'aria-label': texts.sources },
    el('h3', {}, texts.sources),
    sources.length > 0 ? list : el('p', { class: 'muted' }, texts.noSources));
}

function sourceItem({ texts }: Context, source: Source): HTMLElement {
  const day = source.date === null || source.date_nominal ? undefined : parseISO(source.date);
  const date = day === undefined ? (source.date_nominal ? texts.undated : source.date) : formatDay(day, texts.locale, 'short');
  const link = safeLink(source.url);
  const title = link
    ? el('a', { href: link, rel: 'noopener noreferrer', target: '_blank', title: texts.opensElsewhere }, source.title)
    : el('span', {}, source.title);
  const about = [source.publisher, date ?? texts.undated, source.perspective && texts.perspective(source.perspective),
    source.verified === false && texts.unverified];
  return el('li', {}, title, el('span', { class: 'muted' }, about.filter(Boolean).join(' · ')));
}

/** An address that may stand in a link: the dataset must not smuggle in a script. */
export function safeLink(url: string | null | undefined): string | undefined {
  return url && /^https?:\/\//i.test(url) ? url : undefined;
}

import { placeName, type Context } from '../context.ts';
import { formatDay, parseISO } from '../days.ts';
import { el, type Child } from '../dom.ts';
import { formatExact } from '../format.ts';
import type { Attributed, AttributeValue, Lang, Names } from '../model.ts';
import { pick } from '../names.ts';
import { row } from './evidence.ts';

/** A row of the source with own columns, and what it is about. */
export interface Row extends Attributed {
  readonly about: string;
  /** The region that it is the row of. */
  readonly id?: string | undefined;
  /** The names of the region that `attributes_of` refers to, if they are known. */
  readonly whole?: Names | undefined;
}

/**
 * The own columns of the dataset for a place, folded; nothing where no row has any. Pieces of one
 * row have its values together, which are listed once.
 */
export function columnsSection(
  context: Context, rows: readonly Row[], lang: Lang,
): HTMLElement | null {
  const seen = new Set<string>();
  const told = rows.filter(({ attributes, attributes_of: whole, id }) => {
    const key = whole ?? id;
    if (!attributes?.length || (key !== undefined && seen.has(key))) return false;
    if (key !== undefined) seen.add(key);
    return true;
  });
  if (told.length === 0) return null;
  const { texts } = context;
  return el('details', { class: 'block own-columns' },
    el('summary', { 'data-key': 'own-columns' }, texts.ownColumns),
    ...told.flatMap(({ about, whole, attributes = [], attributes_of: of }): Child[] => [
      el('h4', {}, about,
        of !== undefined && ` (${texts.ofWhole(whole ? placeName(context, whole).text : of)})`),
      el('dl', { class: 'facts' }, ...attributes.flatMap((attribute) =>
        row(pick(attribute.title, lang) || attribute.name, valueOf(context, attribute)))),
    ]));
}

function valueOf({ texts }: Context, { value, type, unit }: AttributeValue): Child {
  if (value === null) return el('span', { class: 'muted' }, texts.emptyValue);
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  if (typeof value === 'number') {
    return [formatExact(value, texts.locale), unit].filter(Boolean).join('\u00a0');
  }
  const day = type === 'date' ? parseISO(value) : undefined;
  return day === undefined ? value : formatDay(day, texts.locale);
}

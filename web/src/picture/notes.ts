import { fetchDiff, fetchEvents } from '../api.ts';
import { groupChanges } from '../changegroups.ts';
import { actorName, type Context } from '../context.ts';
import { formatDay, parseISO, toISO } from '../days.ts';
import { inOrder } from '../difference.ts';
import { formatKm2 } from '../format.ts';
import { pick } from '../names.ts';
import { stanceOf } from '../stance.ts';
import { controlOn } from '../held.ts';
import { encodeView } from '../url.ts';

/** So many sources are named in a picture. */
const mostSources = 6;

/** A sentence below the map of a picture, or a line of one. */
export interface Note {
  readonly text: string;
  readonly font: string;
  readonly soft: boolean;
}

/**
 * Changed areas where two dates are compared, the sources of the latest changes, attribution,
 * licence and address.
 */
export async function notesOf(context: Context, font: string): Promise<readonly Note[]> {
  const { state, dataset, texts, timeline } = context;
  const { day, compare, mode, viewpoint, lang } = state.get();
  const notes: Note[] = [];
  const days = mode === 'one' || compare === null || compare === day ? [day] : inOrder(compare, day);
  const add = (text: string, soft = true) => notes.push({
    text, soft, font: `${soft ? 400 : 600} 12.5px ${font}`,
  });
  if (mode !== 'one' && compare !== null) {
    const [first, last] = inOrder(compare, day);
    if (compare > day) {
      add(texts.daysReordered(formatDay(first, texts.locale), formatDay(last, texts.locale)));
    }
    if (first === last) add(texts.sameDay);
    const { passed } = await fetchDiff(first, last, viewpoint);
    for (const { controller, km2 } of groupChanges(passed)) {
      const heldBy = texts.nowHeldBy(actorName(context, controller, lang));
      add(`${heldBy}: ${formatKm2(km2, texts.locale)}`, false);
    }
  }
  const used = new Set([...timeline.zones.keys()].map((id) => controlOn(timeline, id, day)?.event));
  const { events } = await fetchEvents();
  const newest = events.filter(({ id }) => used.has(id))
    .sort((a, b) => (parseISO(b.day) ?? 0) - (parseISO(a.day) ?? 0));
  const sorted = [...new Map(newest.flatMap(({ sources = [] }) =>
    sources.map((source) => [source.id, source]))).values()];
  const shown = sorted.slice(0, mostSources).map(({ publisher, title }) => `${publisher}: ${title}`)
    .join('; ');
  const rest = sorted.length - mostSources;
  if (shown) add(`${texts.sources}: ${shown}${rest > 0 ? texts.andMore(String(rest)) : ''}`);
  add([
    dataset.attribution, `${texts.licence}: ${dataset.licence}`,
    `${texts.version} ${dataset.version}`, days.map(toISO).join('/'), pick(stanceOf(context)?.names, lang),
  ].filter(Boolean).join(' · '));
  add(addressOf(context));
  return notes;
}

/** Where the view can be seen again. */
export function addressOf({ state }: Context): string {
  return new URL(encodeView(state.get(), { lang: '' }), location.href).href;
}

/** The lines of a note; a word that is longer than a line is cut. */
export function wrap(ctx: CanvasRenderingContext2D, note: Note, width: number): readonly Note[] {
  ctx.font = note.font;
  const lines: string[] = [''];
  for (const word of note.text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (ctx.measureText(longer).width <= width) {
      lines[lines.length - 1] = longer;
      continue;
    }
    if (lines.at(-1) !== '') lines.push('');
    for (const letter of word) {
      const more = `${lines.at(-1)}${letter}`;
      if (ctx.measureText(more).width <= width || lines.at(-1) === '') lines[lines.length - 1] =
        more;
      else lines.push(letter);
    }
  }
  return lines.map((text) => ({ ...note, text }));
}

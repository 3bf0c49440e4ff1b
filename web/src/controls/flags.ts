import { told, type Context } from '../context.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { button, el } from '../dom.ts';
import type { Names } from '../model.ts';
import { pick } from '../names.ts';

/** Kinds of events that get a flag: landmarks that people look for. */
const flagged = ['ceasefire', 'war', 'start_of_war', 'offensive'];
/** Flags stand at least this far apart, as a share of the bar. */
const apart = 0.018;
/** Besides the flagged kinds, days on which this share of all zones changed are landmarks too. */
const large = 0.15;

/** A mark on the time bar. */
export interface Flag {
  readonly day: Day;
  readonly title: Names;
}

/**
 * The events with a flag, in order of time, without those whose flag would touch the one before.
 */
export function flagsOf(
  { timeline }: Pick<Context, 'timeline'>, first: Day, last: Day,
): readonly Flag[] {
  const flags: Flag[] = [];
  const events = [...timeline.events.values()]
    .map((event) => ({ event, day: parseISO(event.day) ?? -1 }))
    .filter(({ event, day }) => day > first && day < last &&
      (flagged.includes(event.kind) || (event.zones?.length ?? 0) >= large * timeline.zones.size))
    .sort((a, b) => a.day - b.day);
  for (const { event, day } of events) {
    const before = flags.at(-1);
    if (before && (day - before.day) / (last - first) < apart) continue;
    flags.push({ day, title: event.title });
  }
  return flags;
}

/** The flags as buttons over the slider. */
export function flagRow(context: Context, first: Day, last: Day): HTMLElement {
  const row = el('div', { class: 'flags' });
  for (const { day, title } of flagsOf(context, first, last)) {
    const date = `${formatDay(day, context.texts.locale)}: `;
    const flag = button({ class: 'flag', title: date + pick(title, context.state.get().lang) },
      () => context.state.set({ day }),
      el('span', { class: 'visually-hidden' }, date, told(context, 'span', title)));
    flag.style.left = `${((day - first) / (last - first)) * 100}%`;
    row.append(flag);
  }
  return row;
}

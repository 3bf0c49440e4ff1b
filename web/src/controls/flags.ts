import { told, type Context } from '../context.ts';
import { formatDay, parseISO, type Day } from '../days.ts';
import { button, el, replaceContent } from '../dom.ts';
import type { Names } from '../model.ts';
import { pick } from '../names.ts';

/** Kinds of events that get a flag: landmarks that people look for. */
const flagged = ['ceasefire', 'war', 'start_of_war', 'offensive'];
/** Flags stand at least so far apart: each is a target of its own, also for a finger. */
const apartPx = 24;
/** Besides the flagged kinds, days on which this share of all zones changed are landmarks too. */
const large = 0.15;

/** A mark on the time bar. */
export interface Flag {
  readonly day: Day;
  readonly title: Names;
}

/** The events with a flag, in order of time. */
export function flagsOf(
  { timeline }: Pick<Context, 'timeline'>, first: Day, last: Day,
): readonly Flag[] {
  return [...timeline.events.values()]
    .map((event) => ({ event, day: parseISO(event.day) ?? -1 }))
    .filter(({ event, day }) => day > first && day < last &&
      (flagged.includes(event.kind) || (event.zones?.length ?? 0) >= large * timeline.zones.size))
    .sort((a, b) => a.day - b.day)
    .map(({ event, day }) => ({ day, title: event.title }));
}

/** The flags, in order of time, without those that would touch the one before. */
export function apart(
  flags: readonly Flag[], days: number, widthPx: number,
): readonly Flag[] {
  const shown: Flag[] = [];
  for (const flag of flags) {
    const before = shown.at(-1);
    if (before && ((flag.day - before.day) / days) * widthPx < apartPx) continue;
    shown.push(flag);
  }
  return shown;
}

/** The flags of the time bar as it is at first. */
interface FlagRow {
  readonly element: HTMLElement;
  readonly days: () => readonly Day[];
  /** Takes the buttons away, and keeps the days. */
  readonly drop: () => void;
}

/** The flags as buttons over the slider, as many as its width has room for. */
export function flagRow(
  context: Context, first: Day, last: Day,
): FlagRow {
  const all = flagsOf(context, first, last);
  const element = el('div', { class: 'flags' });
  let shown: readonly Flag[] = [];
  const sizes = new ResizeObserver(() => {
    const fits = apart(all, last - first, element.clientWidth);
    if (fits.length === shown.length && fits.every((flag, i) => flag === shown[i])) return;
    shown = fits;
    replaceContent(element, ...flagButtons(context, shown, first, last));
  });
  sizes.observe(element);
  const drop = () => {
    sizes.disconnect();
    element.remove();
  };
  return { element, days: () => shown.map(({ day }) => day), drop };
}

function flagButtons(
  context: Context, flags: readonly Flag[], first: Day, last: Day,
): readonly HTMLElement[] {
  return flags.map(({ day, title }) => {
    const date = `${formatDay(day, context.texts.locale)}: `;
    const flag = button({ class: 'flag', 'data-key': String(day),
      title: date + pick(title, context.state.get().lang) },
      () => context.state.set({ day }),
      el('span', { class: 'visually-hidden' }, date, told(context, 'span', title)));
    flag.style.left = `${((day - first) / (last - first)) * 100}%`;
    return flag;
  });
}

import { actorName, placeName, statusName, type Context } from '../context.ts';
import { formatDay } from '../days.ts';
import { debounced } from '../dom.ts';
import { beganText } from '../doubt.ts';
import { formatNumber } from '../format.ts';
import { statusWords } from '../looks.ts';
import { unknownStatus } from '../model.ts';
import { pick } from '../names.ts';
import { sentences } from '../sentences.ts';
import type { Stage } from '../stage.ts';
import { eventsOn, startingOn } from '../epochs.ts';
import { controlOn } from '../held.ts';
import { covered, historyOf } from '../timeline.ts';

/** Waits until somebody has stopped moving, and the map has come to rest. */
const restMs = 500;
/** So many zones are named of those that changed. */
const mostNamed = 5;

/**
 * Says in the one live region of the page, after a pause, what somebody sees who looks at the map:
 * the day and what changed on it, the selected place, or how many zones are in view. Of what
 * happens at once the first of these is said: a place that is selected may move the map as well.
 * What would be the same as before is not said again, unless somebody asks by a key: `place` tells
 * about the selected place in any case.
 */
export function mountAnnouncer(
  region: HTMLElement, context: Context, stage: Stage,
): { readonly place: () => void } {
  const { state } = context;
  const due = { day: false, place: false, again: false };
  let waiting = false;
  const say = debounced(restMs, () => {
    const { day, place, again } = due;
    waiting = !day && !stage.pane.control.complete();
    if (waiting) return; // what has not come may be a zone
    Object.assign(due, { day: false, place: false, again: false });
    const { over } = stage.pane;
    const { selection } = state.get();
    const told = [...placeWords(context, stage), (selection && over?.said(selection)) ?? ''];
    const words = sentences(...(day ? [...dayWords(context), over?.sum() ?? '', ...told] : place ? told
      : [viewWords(context, stage)]));
    if (words === region.textContent && again) region.textContent = ''; // else it is no change
    if (words && words !== region.textContent) setTimeout(() => (region.textContent = words));
  });
  const when = (what: Partial<typeof due>) => () => {
    Object.assign(due, what);
    say();
  };
  state.watch(['day', 'viewpoint'], when({ day: true }));
  state.watch(['selection'], ({ selection }) => selection && when({ place: true })());
  state.watch(['center', 'zoom'], when({}));
  stage.onTiles(() => waiting && say());
  void stage.ready.then(() => stage.zonesInView().size === 0 && say());
  return { place: when({ place: true, again: true }) };
}

/** The day and what changed on it. */
function dayWords(context: Context): readonly string[] {
  const { state, symbology, texts, timeline } = context;
  const { day, lang } = state.get();
  const words = [formatDay(day, texts.locale)];
  if (!covered(timeline, day)) words.push(pick(symbology.status(unknownStatus)?.names, lang));
  const all = startingOn(timeline, day);
  const zones = all.filter(({ id }) => timeline.zones.has(id));
  const started = zones.length > 0 ? zones : all; // what lies above them is told where no zone changed
  if (started.length === 0) return words;
  const names = started.slice(0, mostNamed).map((zone) => placeName(context, zone.names).text);
  const count = formatNumber(started.length, texts.locale);
  return [...words, `${texts.changedZones(count, started.length)}: ${names.join(', ')}`,
    pick(eventsOn(timeline, day)[0]?.title, lang)];
}

/** What is at the selected place, the topmost first, with who holds it, how and since when. */
function placeWords(context: Context, { pane }: Stage): readonly string[] {
  const { state, timeline, texts } = context;
  const { day, lang, selection } = state.get();
  if (!selection || !pane.control.complete()) return [];
  const ids = new Set(pane.under(selection, 0).map(({ id }) => id));
  const held = [...ids].flatMap((id) => {
    const zone = historyOf(timeline, id);
    if (!zone) return [];
    const period = controlOn(timeline, id, day);
    const who = period ? [actorName(context, period.controller, lang),
      statusWords(context, period, lang)] : [statusName(context, unknownStatus, lang)];
    const since = period && Number.isFinite(period.from) &&
      `${texts.since} ${beganText(texts, period)}`;
    return [`${placeName(context, zone.names).text}: ` +
      [...who, since].filter(Boolean).join(', ')];
  });
  if (held.length > 0) return held;
  const [first] = [...ids].flatMap((id) => timeline.regions.get(id) ?? []);
  return [first ? placeName(context, first.names).text || first.id
    : timeline.statesControl ? texts.unnamed : texts.noRegionHere];
}

/** How many zones are in view. */
function viewWords({ timeline, texts }: Context, { zonesInView }: Stage): string {
  const { size } = zonesInView();
  const count = formatNumber(size, texts.locale);
  if (timeline.statesControl) return size > 0 ? texts.seenZones(count, size) : texts.noZones;
  return size > 0 ? `${texts.regionsInView}: ${count}` : texts.noRegions;
}

import { worldId } from './pane.ts';
import { fetchRegion } from './api.ts';
import { ApiError } from './request.ts';
import type { RegionDetail } from './answers.ts';
import type { Context } from './context.ts';
import { parseISO } from './days.ts';
import { byId } from './dom.ts';
import type { Dataset, LonLat } from './model.ts';
import { notice } from './notice.ts';
import { home, inOnePiece } from './turns.ts';

/** What became of an id that an address names and the data does not have. */
interface Gone {
  readonly id: string;
  /** The ids that took its place, as far as anybody says. */
  readonly replacedBy: readonly string[];
}

/**
 * Goes to the zone that an address names, and says which ids of the address the data does not have
 * now, and what took their place.
 */
export async function tellGone(
  query: string, context: Context, actors: readonly { readonly id: string }[],
): Promise<void> {
  const { dataset, texts } = context;
  const gone = goneIds(query, dataset, actors);
  const zone = new URLSearchParams(query).get('zone');
  if (zone) gone.push(...await goTo(context, zone, /[?&]sel=/.test(query)));
  if (gone.length === 0) return;
  const words = gone.map(({ id, replacedBy }) =>
    (replacedBy.length > 0 ? `${id} → ${replacedBy.join(', ')}` : id));
  notice(byId('notices'), texts.goneIds(words.join('; ')), { texts });
}

/**
 * Selects a zone, or the first of those that came in its place, unless a place is selected, on a
 * day on which it is there. Returns what became of its id.
 */
async function goTo(context: Context, zone: string, selected: boolean): Promise<Gone[]> {
  const { state, timeline } = context;
  const { region, replacedBy } = await find(zone);
  if (region?.bbox && !selected) {
    const [west, south, east, north] = inOnePiece(region.bbox);
    const middle: LonLat = timeline.zones.get(region.id)?.label
      ?? [home((west + east) / 2), (south + north) / 2]; // of what is no zone
    const first = parseISO(region.valid_from ?? '') ?? -Infinity;
    const end = parseISO(region.valid_to ?? '') ?? Infinity;
    state.set({
      selection: middle, day: Math.min(Math.max(state.get().day, first), end - 1), tab: 'place',
    });
  }
  return region?.id === zone ? [] : [{ id: zone, replacedBy }];
}

/** The region of an id, or the first that came in its place, and all that did. */
async function find(id: string): Promise<{ region?: RegionDetail; replacedBy: readonly string[] }> {
  try {
    const region = await fetchRegion(id); // an id with one successor is led on by the server
    return { region, replacedBy: region.id === id ? [] : [region.id] };
  } catch (error) {
    const replacedBy = error instanceof ApiError ? error.replacedBy : [];
    const [first] = replacedBy;
    if (first === undefined) return { replacedBy };
    return { region: await fetchRegion(first), replacedBy };
  }
}

/**
 * The ids in an address that the data does not have now: of the viewpoint, of hidden layers and
 * actors.
 */
function goneIds(
  query: string, { viewpoints = [], layers, context = [] }: Dataset,
  actors: readonly { readonly id: string }[],
): Gone[] {
  const asked = new URLSearchParams(query);
  const has = (all: readonly { readonly id: string }[], id: string) => all.some((one) => one.id === id);
  const viewpoint = asked.get('vp') ?? '';
  const hidden = (asked.get('hide') ?? '').split(',').filter((id) => id !== '' && id !== worldId);
  const unknown = hidden.map((id) => [id, id.replace(/^actor:/, '')] as const)
    .filter(([key, id]) => (key === id ? !has(layers, id) && !has(context, id) : !has(actors, id)))
    .map(([, id]) => id);
  if (viewpoint !== '' && !has(viewpoints, viewpoint)) unknown.unshift(viewpoint);
  return unknown.map((id) => ({ id, replacedBy: [] }));
}

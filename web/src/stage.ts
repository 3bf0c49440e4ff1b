import * as L from 'leaflet';
import { connection } from './request.ts';
import type { Context } from './context.ts';
import { KeyControl } from './controls/key.ts';
import { addMapButtons } from './controls/mapbuttons.ts';
import { ScaleControl } from './controls/scale.ts';
import { mountPointer } from './pointer.ts';
import { toISO, type Day } from './days.ts';
import { button, byId } from './dom.ts';
import { inOrder } from './difference.ts';
import { differenceDays } from './looks.ts';
import type { ControlLayer } from './layers/control.ts';
import { createMap, fitBounds, fitZones, follow, type Fit } from './map.ts';
import type { Bounds, LonLat } from './model.ts';
import { errorElement, notice } from './notice.ts';
import { createPane, tileSpec, type Pane, type Stores } from './pane.ts';
import type { View } from './state.ts';
import { watchLooks } from './theme.ts';
import { createDecoder } from './tiles/decoder.ts';
import { TileStore } from './tiles/store.ts';
import { worldStore } from './tiles/world.ts';
import { boxNearTo, nearTo } from './turns.ts';

/** The map with its layers, as the rest of the page sees it. */
export interface Stage {
  /** Settles when all tiles of the first view are painted. */
  readonly ready: Promise<void>;
  readonly pane: Pane;
  readonly stores: Stores;
  readonly zonesInView: () => ReadonlySet<string>;
  /** Whether any of a box is in view. */
  readonly sees: (box: Bounds) => boolean;
  /** The layers of outlines that are drawn. */
  readonly outlinesSeen: () => ReadonlySet<string>;
  /** Marks the zone of the selected place. */
  readonly select: (zone: string | undefined) => void;
  /** Calls back when tiles have come. */
  readonly onTiles: (call: () => void) => void;
  /** Calls back when the colours or the pixel density have changed. */
  readonly onLooks: (call: () => void) => void;
  /** Calls back when the short legend on the map is pressed. */
  readonly onKey: (call: () => void) => void;
  /** Calls back with the id of the zone or overlay under the pointer. */
  readonly onHover: (call: (id: string | undefined) => void) => void;
  /** Moves the map so that the selected place is not under the panel. */
  readonly reveal: () => void;
  /** Shows all zones. */
  readonly home: () => void;
  readonly project: (place: LonLat) => { x: number; y: number };
}

/** Builds the map, its layers and its controls, and keeps them in step with the state. */
export function mountStage(context: Context, fit: Fit): Stage {
  const { state, dataset } = context;
  const map = createMap(byId('map'), context, { zoomControl: false });
  if (fit === 'all') fitZones(map, context.timeline);
  else if (fit) fitBounds(map, fit);
  follow(map, context);
  if (fit) map.fire('moveend');
  const decode = createDecoder(tileSpec(dataset, context.timeline));
  const stores: Stores = { tiles: new TileStore(decode, context.tileBounds), worlds: worldStore(decode) };
  const pane = createPane(map, context, stores, leftDay(state.get()));
  const { control } = pane;
  const calls = { tiles: new Set<() => void>(), looks: new Set<() => void>(),
    key: new Set<() => void>() };
  const hovers = new Set<(id: string | undefined) => void>();
  const tell = (whom: ReadonlySet<() => void>) => whom.forEach((call) => call());
  const key = new KeyControl(context, () => control.zonesInView(), () => tell(calls.key));
  const home = () => fitZones(map, context.timeline);
  addMapButtons(pane, context, home);
  new ScaleControl(context.texts.locale).addTo(map);
  const strip = document.getElementById('key-strip'); // embedded, the legend has room of its own
  if (strip) strip.append(key.onAdd());
  else key.addTo(map);

  const ready = firstMap(control);
  followTiles(control, context, () => {
    key.look();
    tell(calls.tiles);
  });
  let since: Day | null = null;
  const setLook = () => {
    const { hidden } = state.get();
    since = differenceDays(state)?.[0] ?? null;
    pane.setLook({ hidden, since });
    pane.update();
  };
  setLook();
  state.watch(['day', 'mode', 'compare'], (view) => pane.setDay(leftDay(view)));
  state.watch(['hidden', 'mode', 'compare'], setLook);
  // a day before the other one changes places with it
  state.watch(['day'], () => (differenceDays(state)?.[0] ?? null) !== since && setLook());
  watchLooks(() => {
    key.update(true);
    tell(calls.looks);
  });
  mountPointer(pane, byId('tooltip'), context, (id) => hovers.forEach((call) => call(id)));
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  return {
    ready, pane, stores, home,
    zonesInView: () => control.zonesInView(),
    sees: (box) => {
      const [west, south, east, north] = boxNearTo(box, map.getCenter().lng);
      return map.getBounds().intersects([[south, west], [north, east]]);
    },
    outlinesSeen: () => control.outlinesSeen(),
    select: (zone) => pane.highlight.setSelected(zone, state.get().selection),
    onTiles: (call) => calls.tiles.add(call),
    onLooks: (call) => calls.looks.add(call),
    onKey: (call) => calls.key.add(call),
    onHover: (call) => hovers.add(call),
    reveal: () => reveal(map, state.get().selection),
    project: ([lon, lat]) => {
      const { left, top } = map.getContainer().getBoundingClientRect();
      const { x, y } = map.latLngToContainerPoint([lat, nearTo(lon, map.getCenter().lng)]);
      return { x: left + x, y: top + y };
    },
  };
}

/** The day of the first map: of two maps it is the left one, with the earlier date. */
function leftDay({ day, mode, compare }: View): Day {
  if (mode === 'one' || compare === null) return day;
  const [first, last] = inOrder(compare, day);
  return mode === 'difference' ? last : first;
}

/** The mark of a place reaches so far, in CSS pixels. */
const reachPx = 10;

/** What stands on the map, over what is drawn. */
const furniture = '#stage :is(.leaflet-bar, .key, .compare-bar)';

/**
 * Pans when a place is out of sight: beyond the edge of the map, under the sheet that covers its
 * lower part, or under what stands on the map.
 */
function reveal(map: L.Map, place: LonLat | null): void {
  if (!place) return;
  const margin = 40;
  const box = map.getContainer().getBoundingClientRect();
  const panel = byId('panel').getBoundingClientRect();
  const over = panel.left < box.right && panel.top < box.bottom;
  const beside = over && panel.width < box.width / 2; // a card in the corner, not a sheet
  const width = beside ? panel.left - box.left : box.width;
  const height = Math.max(box.height - (over && !beside ? box.bottom - panel.top : 0), 2 * margin);
  const { x, y } = map.latLngToContainerPoint(
    [place[1], nearTo(place[0], map.getCenter().lng)]);
  const under = [...document.querySelectorAll(furniture)].map((part) => part.getBoundingClientRect())
    .some(({ left, right, top, bottom }) => left - reachPx < box.left + x && box.left + x < right + reachPx &&
      top - reachPx < box.top + y && box.top + y < bottom + reachPx);
  if (!under && x > margin && x < width - margin && y > margin && y < height - margin) return;
  map.panBy([x - width / 2, y - height / 2]);
}

/** Shows that tiles are under way, and offers to try again when some failed. */
function followTiles(control: ControlLayer, { state, texts }: Context, painted: () => void): void {
  const progress = byId('progress');
  let closeNotice: (() => void) | undefined;
  let loading = false;
  const show = (now: boolean) => {
    loading = now;
    progress.hidden = !loading || connection.away !== undefined;
  };
  control.on('loading', () => show(true));
  control.on('load', () => show(false));
  connection.onChange(() => show(loading));
  control.on('tilepainted', painted);
  control.on('painted', () => (document.documentElement.dataset['date'] = toISO(state.get().day)));
  control.on('tilefailed', ({ error }: L.LeafletEvent & { error?: Error }) => {
    show(false);
    closeNotice?.();
    const retry = button({ class: 'plain' }, () => {
      closeNotice?.();
      show(true);
      control.retry();
    }, texts.tryAgain);
    const words = [`${texts.tilesFailed} `, errorElement(error, texts)];
    closeNotice = notice(byId('notices'), words, { more: retry, texts });
  });
}

function firstMap(control: ControlLayer): Promise<void> {
  return new Promise((resolve) => {
    control.once('tilefailed', () => resolve()); // there is something to look at, if not all
    control.once('load', () => {
      control.setDay(control.day());
      control.once('painted', () => resolve());
    });
  });
}

import type * as L from 'leaflet';
import { basemap } from './basemap.ts';
import { namesApart, placeName, type Context } from './context.ts';
import { boundsOf } from './map.ts';
import { pick } from './names.ts';
import type { Day } from './days.ts';
import { formatDegrees } from './format.ts';
import { ControlLayer } from './layers/control.ts';
import { GraticuleLayer } from './layers/graticule.ts';
import { HighlightLayer } from './layers/highlight.ts';
import { LabelLayer, LetterLayer, type AreaLabel } from './layers/labels.ts';
import { MarkerLayer, type Marker } from './layers/markers.ts';
import type { Look } from './layers/paint.ts';
import { WorldLayer } from './layers/world.ts';
import { WorldNames } from './layers/worldnames.ts';
import { differenceDays } from './looks.ts';
import type { Dataset, LonLat } from './model.ts';
import { readTheme, watchLooks } from './theme.ts';
import { sameMap } from './epochs.ts';
import { controlOn, heldOn, holdingOn } from './held.ts';
import type { Timeline, ZoneHistory } from './timeline.ts';
import { borderLook } from './symbology.ts';
import type { TileSpec } from './tiles/decode.ts';
import type { TileStore } from './tiles/store.ts';

/** A mark, overlay or zone under the pointer, and the place that stands for it. */
interface Under {
  readonly id: string;
  readonly point: LonLat;
}

/** The tiles of the map and of the world below it, kept for all maps of the page. */
export interface Stores {
  readonly tiles: TileStore;
  readonly worlds: TileStore;
}

/** What the world is switched off by: no id of a layer has a colon. */
export const worldId = 'world:';

/** The layers of one map, showing one day. */
export interface Pane {
  readonly map: L.Map;
  readonly control: ControlLayer;
  readonly highlight: HighlightLayer;
  readonly day: () => Day;
  readonly setDay: (day: Day) => void;
  readonly setLook: (look: Look) => void;
  /** Draws names, letters and marks again. */
  readonly update: () => void;
  /** The marks, overlays and zone at a point, the topmost first. */
  readonly under: (point: LonLat, reachPx: number) => readonly Under[];
  /** The tool in use takes the points chosen on the map; without one they are looked up. */
  readonly tool: { take: ((point: LonLat) => void) | undefined };
  /** What is drawn over the map, in words: what it says of a place, and altogether. */
  over: { readonly said: (point: LonLat) => string; readonly sum: () => string } | undefined;
  readonly remove: () => void;
}

/** The roles of the dataset's layers in the tiles. */
export function tileSpec(
  { control_layer, overlay_layers = [], layers, context = [] }: Dataset,
  { statesControl }: Pick<Timeline, 'statesControl'>,
): TileSpec {
  if (!statesControl) {
    return { control: control_layer, overlays: [], outlines: [], lines: [], context,
      plain: layers.map(({ id }) => id).filter((id) => id !== control_layer) };
  }
  const others = layers.filter(({ id }) => id !== control_layer && !overlay_layers.includes(id));
  const ids = (kind: string) =>
    others.filter((layer) => (layer.kind ?? 'area') === kind).map(({ id }) => id);
  return { control: control_layer, overlays: overlay_layers, outlines: ids('area'),
    lines: ids('line'), plain: [], context };
}

/**
 * Puts the layers on a map; with a `ratio`, in so many pixels per CSS pixel whatever the screen
 * has.
 */
export function createPane(
  map: L.Map, context: Context, { tiles: store, worlds }: Stores, day: Day, ratio?: number,
): Pane {
  const { state, dataset, symbology } = context;
  const theme = readTheme();
  const { outlines: outlineLayers, lines: lineLayers, plain: plainLayers } =
    tileSpec(dataset, context.timeline);
  const control = new ControlLayer({ store, timeline: context.timeline, symbology, outlineLayers,
    lineLayers, plainLayers, frames: context.frames }, theme, day);
  const tiles = () => control.shown();
  const labels = new LabelLayer({ tiles: () => control.standing(),
    whole: () => !control.isLoading() && document.fonts.status === 'loaded',
    marks: () => markPoints(context).map(({ label }) => label),
    parts: ({ left, right }) => !context.timeline.statesControl ||
      borderLook(holdingOn(context.timeline, control.day()), left, right).kind !== 'inner',
    name: (names) => namesApart(context, names), selected: () => state.get().selection }, theme);
  const letters = new LetterLayer((fits) => areaLabels(context, control.day(), fits), labels, theme);
  const markers = new MarkerLayer(() => markersOn(context, control.day()), theme);
  const highlight = new HighlightLayer(tiles, theme);
  const graticule = new GraticuleLayer(theme, (degrees) => formatDegrees(degrees, context.texts.locale));
  const held = boundsOf(context.timeline);
  const world = new WorldLayer({ store: worlds, frames: Object.values(context.frames), held }, theme, day);
  const worldNames = new WorldNames({ world, held, taken: () => letters.taken, name: (names) => pick(names, state.get().lang), lang: () => state.get().lang }, theme, day);
  // pictures have the world in place of what the operator has put below the map
  const below = basemap();
  const worldLess = below === 'none' || (below !== undefined && ratio === undefined);
  world.hide(worldLess);
  const operators = below && below !== 'none' && ratio === undefined
    ? import('./layers/basemap.ts').then(({ basemapLayer }) => basemapLayer(below)) : undefined;
  let removed = false;
  // letters find out where names stand, and names of the world where both do
  const layers = [world, graticule, control, highlight, markers, labels, letters, worldNames] as const;
  for (const layer of layers) {
    layer.ratio = ratio;
    layer.addTo(map);
  }
  const update = () => {
    labels.update();
    letters.update();
    markers.update();
  };
  const updateAll = () => {
    update();
    worldNames.update();
  };
  control.on('tilepainted', () => {
    updateAll();
    highlight.update();
  });
  control.on('load', updateAll); // all tiles are there only now
  if (!worldLess) control.on('load', () => world.begin()); // the first map waits for nothing below it
  world.on('worldpainted', () => worldNames.update());
  const stops = [
    state.watch(['names', 'selection'], updateAll),
    state.watch(['viewpoint'], () => {
      control.setTimeline(context.timeline);
      update();
    }),
    watchLooks(() => {
      const looks = readTheme();
      for (const layer of layers) layer.setTheme(looks);
    }),
  ];
  // labels are drawn before the fonts have come
  document.fonts.addEventListener('loadingdone', updateAll);
  return {
    map, control, highlight, update: updateAll,
    tool: { take: undefined },
    over: undefined,
    day: () => control.day(),
    setDay: (next) => {
      const same = sameMap(context.timeline, control.day(), next);
      control.setDay(next);
      world.setDay(next);
      worldNames.setDay(next);
      if (!same) update();
    },
    setLook: (look) => {
      control.setLook(look);
      const hidden = look.hidden.includes(worldId);
      world.hide(hidden || worldLess);
      void operators?.then((layer) => {
        if (!layer || removed) return;
        if (hidden) layer.remove();
        else layer.addTo(map);
      });
      worldNames.update();
    },
    under: (point, reachPx) => {
      const marker = markers.markerAt(point, reachPx);
      const { zone, overlays, regions } = control.at(point);
      const areas = [...overlays, zone, ...regions].filter((id) => id !== undefined)
        .map((id) => ({ id, point }));
      return marker ? [{ id: marker.id, point: marker.point }, ...areas] : areas;
    },
    remove: () => {
      removed = true;
      for (const stop of stops) stop();
      document.fonts.removeEventListener('loadingdone', updateAll);
      map.remove();
    },
  };
}

/**
 * The letters of who controls each zone on a day, and the names of regions without control, of those
 * that they fit on.
 */
function areaLabels(
  context: Context, day: Day, fits: (point: LonLat, km2: number) => boolean,
): AreaLabel[] {
  const { timeline, symbology, state } = context;
  const labels: AreaLabel[] = [];
  const { hidden } = state.get();
  const days = differenceDays(state);
  const held = heldOn(timeline, day);
  for (const zone of timeline.zones.values()) {
    if (!fits(zone.label, zone.area_km2)) continue;
    if (days && !symbology.changeFill(timeline, zone.id, ...days)) continue;
    const actor = symbology.actor(held(zone)?.controller);
    if (actor?.code && !hidden.includes(`actor:${actor.id}`)) {
      labels.push({ text: actor.code, point: zone.label, km2: zone.area_km2 });
    }
  }
  for (const { id, layer, names, label, area_km2, from, to } of timeline.regions.values()) {
    if (!label || !fits(label, area_km2 ?? Infinity)) continue;
    if (day < from || day >= to || hidden.includes(layer)) continue;
    labels.push({ text: placeName(context, names).text || id, point: label,
      km2: area_km2 ?? Infinity });
  }
  return labels;
}

/** The overlays of layers of points, whether they hold or not. */
function markPoints({ dataset, timeline, state }: Context): readonly ZoneHistory[] {
  const { hidden } = state.get();
  const layers = new Set(dataset.layers.filter(({ kind, id }) => kind === 'point' &&
    !hidden.includes(id)).map(({ id }) => id));
  return [...timeline.overlays.values()].filter(({ layer }) => layers.has(layer ?? ''));
}

/** The marks that hold on a day; like all overlays not among differences. */
function markersOn(context: Context, day: Day): Marker[] {
  const { timeline, symbology, state } = context;
  if (differenceDays(state)) return [];
  const found: Marker[] = [];
  for (const { id, label } of markPoints(context)) {
    const color = symbology.actor(controlOn(timeline, id, day)?.controller)?.color;
    if (color !== undefined) found.push({ id, point: label, color });
  }
  return found;
}

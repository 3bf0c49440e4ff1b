import type * as L from 'leaflet';
import { ApiError } from './api.ts';
import type { Context } from './context.ts';
import { KeyControl } from './controls/key.ts';
import { mountPointer } from './controls/pointer.ts';
import { toISO } from './days.ts';
import { button, byId } from './dom.ts';
import { ControlLayer } from './layers/control.ts';
import { GraticuleLayer } from './layers/graticule.ts';
import { HighlightLayer } from './layers/highlight.ts';
import { LabelLayer, type AreaLabel } from './layers/labels.ts';
import { createMap } from './map.ts';
import type { LonLat } from './model.ts';
import { notice } from './notice.ts';
import { readTheme, watchLooks } from './theme.ts';
import { controlOn, sameMap } from './timeline.ts';
import { TileStore } from './tiles/store.ts';

/** The map with its layers, as the rest of the page sees it. */
export interface Stage {
  /** Settles when all tiles of the first view are painted. */
  readonly ready: Promise<void>;
  readonly zonesInView: () => ReadonlySet<string>;
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
  /** Moves the map so that the selected place is not under the panel. */
  readonly reveal: () => void;
  readonly project: (place: LonLat) => { x: number; y: number };
}

/** Builds the map, its layers and its controls, and keeps them in step with the state. */
export function mountStage(context: Context): Stage {
  const { state, dataset, timeline, symbology } = context;
  const map = createMap(byId('map'), context);
  const outlineLayers = dataset.layers.map(({ id }) => id).filter((id) => id !== dataset.control_layer);
  const store = new TileStore(outlineLayers);
  const theme = readTheme();
  const control = new ControlLayer({ store, timeline, symbology, outlineLayers }, theme, state.get().day);
  const tiles = () => control.shown();
  const labels = new LabelLayer({ tiles, areas: () => areaLabels(context) }, theme, state.get().lang);
  const highlight = new HighlightLayer(tiles, theme);
  const graticule = new GraticuleLayer(theme);
  const calls = { tiles: new Set<() => void>(), looks: new Set<() => void>(), key: new Set<() => void>() };
  const tell = (whom: ReadonlySet<() => void>) => whom.forEach((call) => call());
  const key = new KeyControl(context, () => tell(calls.key));

  const ready = firstMap(control);
  followTiles(control, context, () => {
    labels.update();
    highlight.update();
    tell(calls.tiles);
  });
  for (const layer of [graticule, control, highlight, labels]) layer.addTo(map);
  key.addTo(map);
  state.watch(['day'], ({ day }, before) => {
    control.setDay(day);
    if (!sameMap(timeline, day, before.day)) labels.update();
  });
  state.watch(['lang'], ({ lang }) => labels.setLang(lang));
  watchLooks(() => {
    const looks = readTheme();
    for (const layer of [control, labels, highlight, graticule]) layer.setTheme(looks);
    key.update();
    tell(calls.looks);
  });
  void document.fonts.ready.then(() => labels.update());
  mountPointer(map, byId('tooltip'), context, {
    zoneAt: (point) => control.zoneAt(point),
    hover: (zone) => highlight.setHovered(zone),
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  return {
    ready,
    zonesInView: () => control.zonesInView(),
    outlinesSeen: () => control.outlinesSeen(),
    select: (zone) => highlight.setSelected(zone, state.get().selection),
    onTiles: (call) => calls.tiles.add(call),
    onLooks: (call) => calls.looks.add(call),
    onKey: (call) => calls.key.add(call),
    reveal: () => reveal(map, state.get().selection),
    project: ([lon, lat]) => {
      const { left, top } = map.getContainer().getBoundingClientRect();
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return { x: left + x, y: top + y };
    },
  };
}

/** Pans when a place is out of sight: beyond the edge of the map, or under the sheet that covers its lower part. */
function reveal(map: L.Map, place: LonLat | null): void {
  if (!place) return;
  const margin = 40;
  const box = map.getContainer().getBoundingClientRect();
  const panel = byId('panel').getBoundingClientRect();
  const covered = panel.left < box.right && panel.top < box.bottom ? box.bottom - panel.top : 0;
  const height = Math.max(box.height - covered, 2 * margin);
  const { x, y } = map.latLngToContainerPoint([place[1], place[0]]);
  if (x > margin && x < box.width - margin && y > margin && y < height - margin) return;
  map.panBy([x - box.width / 2, y - height / 2]);
}

/** Shows that tiles are under way, and offers to try again when some failed. */
function followTiles(control: ControlLayer, { state, texts }: Context, painted: () => void): void {
  const progress = byId('progress');
  let closeNotice: (() => void) | undefined;
  control.on('loading', () => (progress.hidden = false));
  control.on('load', () => (progress.hidden = true));
  control.on('tilepainted', painted);
  control.on('painted', () => (document.documentElement.dataset['date'] = toISO(state.get().day)));
  control.on('tilefailed', ({ error }: L.LeafletEvent & { error?: Error }) => {
    closeNotice?.();
    const retry = button({ class: 'plain' }, () => {
      closeNotice?.();
      control.retry();
    }, texts.tryAgain);
    const detail = error instanceof ApiError ? ` ${error.message}. ${error.detail}` : '';
    closeNotice = notice(byId('notices'), texts.tilesFailed + detail, { more: retry });
  });
}

function firstMap(control: ControlLayer): Promise<void> {
  return new Promise((resolve) => {
    control.once('load', () => {
      control.setDay(control.day());
      control.once('painted', () => resolve());
    });
  });
}

/** The letters of who controls each zone on the day shown. */
function areaLabels({ state, timeline, symbology }: Context): AreaLabel[] {
  const { day } = state.get();
  const labels: AreaLabel[] = [];
  for (const zone of timeline.zones.values()) {
    const code = symbology.actor(controlOn(timeline, zone.id, day)?.controller)?.code;
    if (code) labels.push({ text: code, point: zone.label, km2: zone.area_km2 });
  }
  return labels;
}

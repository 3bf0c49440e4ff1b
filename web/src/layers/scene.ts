import type * as L from 'leaflet';
import type { Look } from './paint.ts';
import type { Day } from '../days.ts';
import type { Bounds } from '../model.ts';
import type { Symbology } from '../symbology.ts';
import type { Theme } from '../theme.ts';
import type { TileStore } from '../tiles/store.ts';
import type { Timeline } from '../timeline.ts';

/** The data that the layer of control draws. */
export interface ControlSource {
  readonly store: TileStore;
  readonly timeline: Timeline;
  readonly symbology: Symbology;
  /** Layers of areas drawn as outlines, in the order of the theme's colours. */
  readonly outlineLayers: readonly string[];
  readonly lineLayers: readonly string[];
  /** Layers of regions of a dataset without control. */
  readonly plainLayers: readonly string[];
  /** The box around each layer of context. */
  readonly frames: Readonly<Record<string, Bounds>>;
}

/** What is drawn of it now, and on which map. */
export interface Scene {
  readonly source: ControlSource;
  /** Undefined before the layer is put on one. */
  readonly map: L.Map | undefined;
  /** That of the viewpoint shown. */
  readonly timeline: Timeline;
  readonly theme: Theme;
  readonly look: Look;
  readonly day: Day;
  /** Device pixels per CSS pixel; that of the screen when it is not set. */
  readonly ratio: number | undefined;
}

/** Whether a region without control is there on the day shown. */
export function isValid({ timeline, day }: Pick<Scene, 'timeline' | 'day'>, id: string): boolean {
  const region = timeline.regions.get(id);
  return region !== undefined && region.from <= day && day < region.to;
}

import * as L from 'leaflet';
import type { Context } from './context.ts';
import type { Bounds, LonLat } from './model.ts';
import type { Timeline } from './timeline.ts';
import { home, nearTo } from './turns.ts';

/** Leaflet writes attributions as markup; ours is text. */
function escaped(text: string): string {
  const element = document.createElement('span');
  element.textContent = text;
  return element.innerHTML;
}

/** Says on a map whom to credit. */
export function addAttribution(map: L.Map, { dataset }: Context): void {
  new L.Control.Attribution({ prefix: '<a href="https://leafletjs.com">Leaflet</a>' })
    .addAttribution(escaped(dataset.attribution)).addTo(map);
}

/** Whether the user prefers less motion. */
export function calm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** A map without controls that can show the whole extent of the dataset. */
export function createMap(
  root: HTMLElement, { state, dataset }: Context, options: L.MapOptions = {},
): L.Map {
  const { center, zoom } = state.get();
  const [west, south, east, north] = dataset.covers.extent;
  const still = calm();
  return new L.Map(root, {
    center: [center[1], center[0]],
    zoom,
    minZoom: 6,
    maxZoom: 15, // tiles are served up to 14, at half of the map's scale
    zoomSnap: 0.25,
    zoomAnimation: !still,
    markerZoomAnimation: !still,
    fadeAnimation: false,
    inertia: !still,
    attributionControl: false,
    maxBounds: new L.LatLngBounds([south, west], [north, east]).pad(1.2),
    maxBoundsViscosity: 0.8,
    ...options,
  });
}

/** Keeps a map and the state's center and zoom in step. */
export function follow(map: L.Map, { state }: Context): void {
  const still = calm();
  map.on('moveend', () => {
    const { lat, lng } = map.getCenter();
    state.set({ center: keep(state.get().center, [home(lng), lat]), zoom: map.getZoom() });
  });
  state.watch(['center', 'zoom'], ({ center: wanted, zoom: level }) => {
    const now = map.getCenter();
    const there = nearTo(wanted[0], now.lng); // in the world that the map shows
    if (near([now.lng, now.lat], [there, wanted[1]]) && map.getZoom() === level) return;
    map.setView([wanted[1], there], level, { animate: !still });
  });
}

/** Moves the map so that all zones that are drawn are in view, as large as that allows. */
export function fitZones(map: L.Map, timeline: Timeline): void {
  const bounds = boundsOf(timeline);
  if (!bounds) return;
  const [west, south, east, north] = bounds;
  // whom to credit stands along the lower edge
  map.fitBounds(new L.LatLngBounds([south, west], [north, east]), {
    animate: false, paddingTopLeft: [16, 10], paddingBottomRight: [16, 34],
  });
}

/** The box around all zones, else all regions; undefined where nothing is drawn. */
function boundsOf({ zones, overlays, regions }: Timeline): Bounds | undefined {
  const areas = zones.size > 0 ? zones : overlays.size > 0 ? overlays : regions;
  const boxes = [...areas.values()].map(({ bbox }) => bbox).filter((box) => box !== undefined);
  if (boxes.length === 0) return undefined;
  const most = (i: 0 | 1 | 2 | 3, pick: (...values: number[]) => number) =>
    pick(...boxes.map((box) => box[i]));
  return [most(0, Math.min), most(1, Math.min), most(2, Math.max), most(3, Math.max)];
}

/** The value before if both are the same place, so that no listener is told of a change. */
function keep(before: LonLat, now: LonLat): LonLat {
  return near(before, now) ? before : now;
}

function near(a: LonLat, b: LonLat): boolean {
  return Math.abs(a[0] - b[0]) < 1e-6 && Math.abs(a[1] - b[1]) < 1e-6;
}

import * as L from 'leaflet';
import { firstLanguage, type Context } from './context.ts';
import { basemap } from './basemap.ts';
import { isEmbedded } from './embed.ts';
import type { Bounds, LonLat } from './model.ts';
import { tileZooms } from './tiles/shown.ts';
import type { Timeline } from './timeline.ts';
import { around, boxNearTo, home, inOnePiece, nearTo } from './turns.ts';

/** What the first view fits to the size of the map; undefined where the address has a centre. */
export type Fit = Bounds | 'all' | undefined;

/** Leaflet writes attributions as markup; ours is text. */
function escaped(text: string): string {
  const element = document.createElement('span');
  element.textContent = text;
  return element.innerHTML;
}

/** Whose is what lies below the map. */
function belowBy(): string {
  const below = basemap();
  return below === 'none' ? '' : below?.attribution ?? 'Natural Earth';
}

/** Says on a map whom to credit. */
export function addAttribution(map: L.Map, { dataset }: Context): void {
  if (isEmbedded()) return; // it has a line of its own
  const control = new L.Control.Attribution({ prefix: '<a href="https://leafletjs.com">Leaflet</a>' })
    .addAttribution(escaped(dataset.attribution)).addTo(map);
  const below = belowBy();
  if (!dataset.attribution.includes(below)) control.addAttribution(escaped(below));
  control.getContainer()?.setAttribute('lang', firstLanguage(dataset));
}

/** Whether the user prefers less motion. */
export function calm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** The zoom at which a box is as large as the narrowest screens, 256 CSS pixels. */
function smallZoom(box: Bounds): number {
  const [west, south, east, north] = box;
  const corner = (lat: number, lon: number) => L.CRS.EPSG3857.latLngToPoint(new L.LatLng(lat, lon), 0);
  const [a, b] = [corner(south, west), corner(north, east)];
  return Math.log2(256 / Math.max(b.x - a.x, a.y - b.y));
}

/** A map without controls that can show the whole extent of the dataset. */
export function createMap(
  root: HTMLElement, { state, dataset, timeline }: Context, options: L.MapOptions = {},
): L.Map {
  const { center, zoom } = state.get();
  const extent = inOnePiece(dataset.covers.extent);
  const drawn = boundsOf(timeline) ?? extent;
  const still = calm();
  return new L.Map(root, {
    center: [center[1], nearTo(center[0], (extent[0] + extent[2]) / 2)],
    zoom,
    // wide data fits a phone, what is tiny can be seen, and where it lies
    minZoom: Math.max(0, Math.min(3, Math.floor(Math.min(smallZoom(extent), smallZoom(drawn))))),
    maxZoom: Math.max(tileZooms.max, Math.min(17, Math.floor(smallZoom(drawn)))),
    zoomSnap: 0.25,
    zoomAnimation: !still,
    markerZoomAnimation: !still,
    fadeAnimation: false,
    inertia: !still,
    attributionControl: false,
    maxBounds: new L.LatLngBounds(literal(extent)).pad(1.2),
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
  // whom to credit stands along the lower edge
  map.fitBounds(literal(bounds), {
    animate: false, paddingTopLeft: [16, 10], paddingBottomRight: [16, isEmbedded() ? 10 : 34],
  });
}

/**
 * Moves the map so that a box is in view, as large as that allows, whatever the size of the map.
 */
export function fitBounds(map: L.Map, box: Bounds): void {
  map.fitBounds(literal(boxNearTo(box, map.getCenter().lng)), { animate: false });
}

/** Moves the map to a box, in the copy of the world that it shows. */
export function fitBox(map: L.Map, box: Bounds, options: L.FitBoundsOptions = {}): void {
  map.fitBounds(literal(boxNearTo(box, map.getCenter().lng)), { animate: !calm(), ...options });
}

/** The zoom at which all zones that are drawn are in view, of the map's at most. */
export function zoomOfAll(map: L.Map, timeline: Timeline): number {
  const bounds = boundsOf(timeline);
  return bounds ? map.getBoundsZoom(literal(bounds)) : map.getMinZoom();
}

/** The box around all zones, else all regions; undefined where nothing is drawn. */
export function boundsOf({ zones, overlays, regions }: Timeline): Bounds | undefined {
  const areas = zones.size > 0 ? zones : overlays.size > 0 ? overlays : regions;
  return around([...areas.values()].map(({ bbox }) => bbox).filter((box) => box !== undefined));
}

/** The corners of a box as Leaflet has them, latitude first. */
function literal([west, south, east, north]: Bounds): [[number, number], [number, number]] {
  return [[south, west], [north, east]];
}

/** The value before if both are the same place, so that no listener is told of a change. */
function keep(before: LonLat, now: LonLat): LonLat {
  return near(before, now) ? before : now;
}

function near(a: LonLat, b: LonLat): boolean {
  return Math.abs(a[0] - b[0]) < 1e-6 && Math.abs(a[1] - b[1]) < 1e-6;
}

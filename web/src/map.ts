import * as L from 'leaflet';
import type { Context } from './context.ts';
import type { LonLat } from './model.ts';

/** The map itself, in step with the state's center and zoom. */
export function createMap(root: HTMLElement, { state, dataset, texts }: Context): L.Map {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const { center, zoom } = state.get();
  const [west, south, east, north] = dataset.covers.extent;
  const map = new L.Map(root, {
    center: [center[1], center[0]],
    zoom,
    minZoom: 6,
    maxZoom: 15, // tiles are served up to 14, at half of the map's scale
    zoomSnap: 1, // canvases of tiles show seams between whole zooms
    zoomAnimation: !calm,
    markerZoomAnimation: !calm,
    fadeAnimation: false,
    inertia: !calm,
    attributionControl: false,
    maxBounds: new L.LatLngBounds([south, west], [north, east]).pad(1.2),
    maxBoundsViscosity: 0.8,
  });
  root.setAttribute('aria-label', texts.mapLabel);
  new L.Control.Attribution({ prefix: '<a href="https://leafletjs.com">Leaflet</a>' })
    .addAttribution(attribution(dataset.attribution)).addTo(map);
  new L.Control.Scale({ imperial: false, maxWidth: 120 }).addTo(map);
  map.on('moveend', () => {
    const { lat, lng } = map.getCenter();
    state.set({ center: keep(state.get().center, [lng, lat]), zoom: map.getZoom() });
  });
  state.watch(['center', 'zoom'], ({ center: wanted, zoom: level }) => {
    const now = map.getCenter();
    if (near([now.lng, now.lat], wanted) && map.getZoom() === level) return;
    map.setView([wanted[1], wanted[0]], level, { animate: !calm });
  });
  return map;
}

/** The same value when it is the same place, so that nobody is told of a change that is none. */
function keep(before: LonLat, now: LonLat): LonLat {
  return near(before, now) ? before : now;
}

function near(a: LonLat, b: LonLat): boolean {
  return Math.abs(a[0] - b[0]) < 1e-6 && Math.abs(a[1] - b[1]) < 1e-6;
}

/** Leaflet writes attributions as markup; ours is text. */
function attribution(text: string): string {
  const element = document.createElement('span');
  element.textContent = text;
  return element.innerHTML;
}

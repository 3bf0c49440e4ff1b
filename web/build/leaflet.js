/**
 * What the page uses of Leaflet, put together of its parts: all of Leaflet is half of the first load,
 * and most of it (vector layers, popups, markers, GeoJSON, image tiles) the page draws itself. A part
 * that is used and not listed here fails the build.
 */
import { Control } from 'leaflet/src/control/Control.js';
import { Attribution } from 'leaflet/src/control/Control.Attribution.js';
import { Zoom } from 'leaflet/src/control/Control.Zoom.js';
import { disableClickPropagation, disableScrollPropagation } from 'leaflet/src/dom/DomEvent.js';
import { create, setPosition } from 'leaflet/src/dom/DomUtil.js';
import { EPSG3857 } from 'leaflet/src/geo/crs/CRS.EPSG3857.js';
import { Map } from 'leaflet/src/map/Map.js';
import { BoxZoom } from 'leaflet/src/map/handler/Map.BoxZoom.js';
import 'leaflet/src/map/handler/Map.DoubleClickZoom.js';
import 'leaflet/src/map/handler/Map.Drag.js';
import 'leaflet/src/map/handler/Map.Keyboard.js';
import 'leaflet/src/map/handler/Map.ScrollWheelZoom.js';
import 'leaflet/src/map/handler/Map.TapHold.js';
import 'leaflet/src/map/handler/Map.TouchZoom.js';

Map.BoxZoom = BoxZoom;
Control.Zoom = Zoom;
Control.Attribution = Attribution;

export { Control, Map };
export { Point } from 'leaflet/src/geometry/Point.js';
export { LatLng } from 'leaflet/src/geo/LatLng.js';
export { LatLngBounds } from 'leaflet/src/geo/LatLngBounds.js';
export { Layer } from 'leaflet/src/layer/Layer.js';
export { GridLayer } from 'leaflet/src/layer/tile/GridLayer.js';
export const CRS = { EPSG3857 };
// whole namespaces would want a script of their own
export const DomEvent = { disableClickPropagation, disableScrollPropagation };
export const DomUtil = { create, setPosition };

/** The parts of the panel that come behind the first map, in one request. */
export { mountLegend } from './legend.ts';
export { mountPlace } from './place.ts';
export { mountZones } from './zones.ts';

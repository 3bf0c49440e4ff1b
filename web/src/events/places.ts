import type { Told } from './filter.ts';
import type { RegionsAnswer } from '../answers.ts';
import type { Bounds, LonLat, Names } from '../model.ts';
import { home, inOnePiece } from '../turns.ts';

/** Where an event is on the map. */
export interface Spot {
  readonly event: Told;
  readonly point: LonLat;
  /** The region that it happened in, where no place in it is known: the point stands for all of it. */
  readonly region?: Names;
}

/** More regions than these are the whole land: no pin stands for them. */
const mostRegions = 3;

/** Where each event is on the map: at its point, else once in each of its few regions. */
export function spotsOf(events: readonly Told[], { regions }: RegionsAnswer): ReadonlyMap<string, readonly Spot[]> {
  const drawn = new Map(regions.map((region) => [region.id, region]));
  return new Map(events.map((event) => {
    const ids = (event.regions ?? []).length <= mostRegions ? event.regions ?? [] : [];
    return [event.id, event.point ? [{ event, point: event.point }] : ids.flatMap((id): readonly Spot[] => {
      const { label, bbox, names } = drawn.get(id) ?? {};
      const point = label ?? (bbox && middleOf(bbox));
      return point && names ? [{ event, point, region: names }] : [];
    })];
  }));
}

function middleOf(box: Bounds): LonLat {
  const [west, south, east, north] = inOnePiece(box);
  return [home((west + east) / 2), (south + north) / 2];
}

/** Spots that are drawn as one pin, and where, in CSS pixels. */
export interface Pin {
  readonly spots: readonly Spot[];
  readonly x: number;
  readonly y: number;
}

/** Pins that would touch become one, where most of its spots are; from west to east. */
export function pinsOf(
  spots: readonly Spot[], at: (point: LonLat) => { readonly x: number; readonly y: number }, apartPx: number,
): readonly Pin[] {
  const pins: { spots: Spot[]; x: number; y: number }[] = [];
  const cells = new Map<string, { spots: Spot[]; x: number; y: number }[]>();
  const cell = (x: number, y: number) => `${Math.floor(x / apartPx)} ${Math.floor(y / apartPx)}`;
  for (const spot of spots) {
    const { x, y } = at(spot.point);
    const near = [-1, 0, 1].flatMap((i) => [-1, 0, 1].flatMap((j) => cells.get(cell(x + i * apartPx, y + j * apartPx)) ?? []))
      .find((pin) => Math.hypot(pin.x - x, pin.y - y) < apartPx);
    if (near) near.spots.push(spot);
    else {
      const pin = { spots: [spot], x, y };
      pins.push(pin);
      cells.set(cell(x, y), [...cells.get(cell(x, y)) ?? [], pin]);
    }
  }
  return pins.sort((a, b) => a.x - b.x || a.y - b.y);
}

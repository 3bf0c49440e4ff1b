import type { Day } from '../days.ts';
import { noDay, type Kind, type Points } from '../engine/protocol.ts';

/** A piece of the rows as they are drawn: places on the square that the world is in Web Mercator, 0 to 1. */
export interface Piece {
  readonly xy: Float64Array;
  readonly days: Int32Array;
  readonly kinds: Uint16Array;
}

/** The status of a place that lies in no zone. */
export const outside = 'outside';

/** So near the poles Web Mercator ends. */
const lastLatitude = 85.0511287798066;

/** The rows of a table as they come from the engine, and what they add up to. */
export class Rows {
  readonly pieces: Piece[] = [];
  readonly kinds: Kind[] = [];
  /** Rows by kind. */
  readonly counts: number[] = [];
  /** Rows by month, numbered from January of the year 0 on, without those that have an error. */
  readonly months = new Map<number, number>();
  /** The first and the last day of a row. */
  first: Day = Infinity;
  last: Day = -Infinity;
  /** The box around those on the map, in degrees: west, south, east, north. */
  readonly box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];

  add({ lonlat, days, kinds, found }: Points): void {
    this.kinds.push(...found);
    const xy = new Float64Array(lonlat.length);
    for (let i = 0; i < days.length; i++) {
      const [kind, day, lon, lat] = [kinds[i]!, days[i]!, lonlat[2 * i]!, lonlat[2 * i + 1]!];
      this.counts[kind] = (this.counts[kind] ?? 0) + 1;
      xy[2 * i] = (lon + 180) / 360;
      xy[2 * i + 1] = mercator(lat);
      if (day === noDay) continue;
      const month = monthOf(day);
      this.months.set(month, (this.months.get(month) ?? 0) + 1);
      this.first = Math.min(this.first, day);
      this.last = Math.max(this.last, day);
      if (this.kinds[kind]?.status === outside) continue; // nobody wants the map to show the whole world
      const { box } = this;
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
    this.pieces.push({ xy, days, kinds });
  }

  /** Whether the rows have days of their own that differ. */
  get dated(): boolean {
    return this.first < this.last;
  }

  /** What the rows with a point lie in, the most frequent first. */
  held(): readonly { readonly kind: Kind; readonly rows: number }[] {
    return this.#sorted().filter(({ kind }) => kind.error === '');
  }

  /** What is wrong with the others. */
  wrong(): readonly { readonly kind: Kind; readonly rows: number }[] {
    return this.#sorted().filter(({ kind }) => kind.error !== '');
  }

  #sorted(): { kind: Kind; rows: number }[] {
    return this.kinds.map((kind, i) => ({ kind, rows: this.counts[i] ?? 0 })).sort((a, b) => b.rows - a.rows);
  }
}

function mercator(lat: number): number {
  const sine = Math.sin(Math.max(-lastLatitude, Math.min(lastLatitude, lat)) * Math.PI / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** The month of a day, numbered from January of the year 0 on. */
function monthOf(day: Day): number {
  const date = new Date(day * 86_400_000);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

/** The first day of a month. */
export function firstOf(month: number): Day {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
  return Math.round(date.getTime() / 86_400_000);
}

/** The shapes of the server's answers, and the words of the program in TypeScript. */

/** A BCP 47 tag: `en`, `az`. */
export type Lang = string;
/** A text by language. */
export type Names = Readonly<Record<Lang, string>>;
/** Longitude, then latitude, in degrees, WGS 84. */
export type LonLat = readonly [lon: number, lat: number];
/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** A party that may control a zone. */
export interface Actor {
  readonly id: string;
  readonly names: Names;
  readonly short?: Names;
  /** Two or three letters that stand for the actor on the map. */
  readonly code: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly kind?: string;
  readonly description?: Names | string;
  readonly de_jure_note?: Names | string;
}

/** How a status is drawn. */
export type Pattern = 'solid' | 'hatch' | 'stripes' | 'dots';

/** One way of holding a zone, with its definition: the dataset's own table. */
export interface Status {
  readonly id: string;
  readonly names: Names;
  readonly definition?: string | Names;
  readonly pattern: Pattern;
}

/** The status of zones that no source speaks of; every dataset has it. */
export const unknownStatus = 'unknown';

/** A set of regions of one kind. */
export interface Layer {
  readonly id: string;
  /** How its regions are drawn; `area` when it is missing. */
  readonly kind?: 'area' | 'line' | 'point';
  readonly title: Names;
  readonly description?: Names | string;
  readonly partition?: boolean;
  readonly precision_m?: number;
}

/** Shapes drawn below the layers, for orientation. */
export interface ContextLayer {
  readonly id: string;
  readonly title: Names;
  readonly kind: 'area' | 'line';
}

/** A term of the dataset with its names: a viewpoint, or the perspective of a source. */
export interface Term {
  readonly id: string;
  readonly names: Names;
  readonly definition?: Names | string;
}

/** A statement of law, never mixed with control. */
export interface DeJure {
  readonly text: Names;
  readonly regions?: readonly string[];
  readonly sources: readonly string[];
}

/** dataset.json */
export interface Dataset {
  readonly id: string;
  readonly version: string;
  readonly title: Names;
  readonly description?: Names | string;
  readonly licence: string;
  readonly licence_url?: string;
  readonly attribution: string;
  readonly languages: readonly Lang[];
  readonly view: { readonly center: LonLat; readonly zoom: number; readonly date: string };
  /** First day, and the day after the last; west, south, east, north. */
  readonly covers: {
    readonly from: string;
    readonly to: string | null;
    readonly extent: Bounds;
  };
  readonly control_layer: string;
  /** Layers over the zones whose regions have periods of their own, with gaps. */
  readonly overlay_layers?: readonly string[];
  readonly layers: readonly Layer[];
  readonly context?: readonly ContextLayer[];
  /** The first is the default. */
  readonly viewpoints?: readonly Term[];
  readonly perspectives?: readonly Term[];
  readonly de_jure?: readonly DeJure[];
  /** The languages of those who live there; names in them are the local ones. */
  readonly local_languages?: readonly Lang[];
  readonly statuses: readonly Status[];
  /** Where mistakes are reported: `mailto:` or `https:`. */
  readonly feedback?: string;
  /** The day up to which it was kept. */
  readonly as_of?: string;
  /** Named stretches of days, half-open. */
  readonly spans?: readonly {
    readonly id: string;
    readonly title: Names;
    readonly from: string;
    readonly to: string | null;
  }[];
}

/** Zone, controller, status, and the half-open interval `[from, to)`; a null `to` is open. */
export interface ControlPeriod extends Bounded {
  readonly from: string | null;
  readonly to: string | null;
  /** Missing where the status is unknown. */
  readonly controller?: string;
  readonly status: string;
  readonly patrolled_by?: string;
  readonly acquired_by?: string;
  readonly event?: string;
  readonly confidence?: string;
  /** It rests on the word of the viewpoint's side. */
  readonly claim?: boolean;
}

/** What bounds the day on which a period began, and between whom a contested one is contested. */
export interface Bounded {
  readonly from_earliest?: string;
  readonly from_latest?: string;
  /** It began on its first day or earlier. */
  readonly since_or_earlier?: boolean;
  readonly claimants?: readonly string[];
}

/** An own column of the dataset with the value in one row; null is known to be empty. */
export interface AttributeValue {
  readonly name: string;
  readonly title: Names;
  readonly type: 'text' | 'number' | 'boolean' | 'date';
  readonly unit?: string;
  readonly value: string | number | boolean | null;
}

/** The own columns of a row. */
export interface Attributed {
  readonly attributes?: readonly AttributeValue[];
  /** The region whose row this is a piece of; the values are those of all of it. */
  readonly attributes_of?: string;
}

/** The smallest area that always changed hands as one. */
export interface Zone {
  readonly id: string;
  readonly layer?: string;
  readonly names: Names;
  readonly label: LonLat;
  readonly bbox: Bounds;
  readonly area_km2: number;
  readonly precision_m?: number;
  readonly confidence?: string;
  readonly periods: readonly ControlPeriod[];
}

/** A region of a dataset that states no control; what is not drawn has neither label nor box. */
export interface PlainRegion {
  readonly id: string;
  readonly layer: string;
  readonly names: Names;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly label?: LonLat;
  readonly bbox?: Bounds;
  readonly area_km2?: number;
}

/** A dated happening that starts or ends periods, in short. */
export interface EventLine {
  readonly id: string;
  /** EDTF */
  readonly date: string;
  /** The day on which the map changes. */
  readonly day: string;
  readonly kind: string;
  readonly title: Names;
  readonly zones?: readonly string[];
  readonly point?: LonLat;
}

/** GET /datasets, of a server with several. */
export interface DatasetsAnswer {
  readonly datasets: readonly {
    readonly id: string;
    readonly default: boolean;
    readonly title?: Names;
  }[];
}

/** GET /status */
export interface StatusAnswer {
  readonly snapshot: string | null;
  readonly since?: string;
}

/** GET /timeline */
export interface TimelineAnswer {
  readonly snapshot: string;
  readonly dataset: Dataset;
  readonly actors: readonly Actor[];
  readonly changes: readonly string[];
  readonly zones: readonly Zone[];
  /** Of the overlay layers. */
  readonly overlays?: readonly Zone[];
  readonly events: readonly EventLine[];
  /** False where nobody is said to control anything; there are only regions then. */
  readonly states_control: boolean;
  readonly regions: readonly PlainRegion[];
  /**
   * The boxes around all shapes of each context, along which areas may have been cut out of larger
   * ones.
   */
  readonly context_frames?: Readonly<Record<string, Bounds>>;
  /** The box around all that the tiles of the history hold. */
  readonly tile_bounds: Bounds;
}

/** Bounds of a beginning, and its event: what periods that begin alike have in common. */
interface PeriodStart extends Omit<Bounded, 'claimants'> {
  readonly day: string | null;
  readonly event?: string;
}

/** A zone whose periods are places in `starts` and `ways` in turn; -1: none holds from there on. */
export interface CompactZone extends Omit<Zone, 'periods'> {
  readonly periods: readonly number[];
}

/** An event without its date where it is its day. */
export type CompactEvent = Omit<EventLine, 'date'> & Partial<Pick<EventLine, 'date'>>;

/** GET /timeline?f=compact */
export interface CompactTimelineAnswer
  extends Omit<TimelineAnswer, 'zones' | 'overlays' | 'events'> {
  readonly starts: readonly PeriodStart[];
  readonly ways: readonly Omit<ControlPeriod, 'from' | 'to' | 'event'>[];
  readonly zones: readonly CompactZone[];
  readonly overlays: readonly CompactZone[];
  readonly events: readonly CompactEvent[];
}

/** What was released, the newest first. */
export interface VersionsAnswer {
  readonly versions: readonly {
    readonly version: number;
    readonly date: string;
    readonly snapshot: string;
  }[];
}

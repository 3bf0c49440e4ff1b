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

/** What a party says, or what was confirmed, with the day of saying it. */
export interface Statement {
  readonly date: string;
  readonly by: string;
}

/** An event with its text and what each side says of it. */
export interface EventDetail extends EventLine {
  readonly summary?: Names | string;
  readonly planned?: string;
  readonly claimed?: Statement;
  readonly confirmed?: Statement;
  readonly claims?: Readonly<Record<string, string>>;
  readonly single_sided?: boolean;
}

/** A publication that a statement rests on. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly author?: string;
  readonly publisher: string;
  readonly date: string | null;
  /** The date is the editor's guess and not one to print. */
  readonly date_nominal?: boolean;
  /** BCP 47 */
  readonly language?: string;
  readonly url?: string | null;
  readonly archived_url?: string | null;
  readonly archived_at?: string | null;
  /** The words that a statement rests on, and where they stand. */
  readonly quote?: string;
  readonly locator?: string;
  readonly perspective?: string;
  readonly verified?: boolean;
}

/** One period of a place's history, with its evidence. */
export interface ControlDetail extends Bounded, Attributed {
  readonly status: string;
  readonly controller: string | null;
  readonly patrolled_by?: string;
  readonly acquired_by?: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly confidence?: string;
  readonly note?: string;
  readonly event?: EventDetail;
  readonly sources?: readonly Source[];
  readonly claims?: Readonly<Record<string, string>>;
  /** It rests on the word of the viewpoint's side. */
  readonly claim?: boolean;
  /** Why the status is unknown. */
  readonly reason?: string;
}

/** The ids of the regions that one came in place of, and in its place; its ids elsewhere by scheme. */
export interface Identity {
  readonly replaces?: readonly string[];
  readonly replaced_by?: readonly string[];
  readonly same_as?: Readonly<Record<string, string>>;
}

/** GET /regions/{id} */
export interface RegionDetail extends Identity {
  readonly id: string;
  readonly names: Names;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly bbox?: Bounds;
}

/** GET /sources, of a viewpoint */
export interface SourcesAnswer {
  readonly sources: readonly (Source & {
    readonly events: readonly string[];
    readonly regions: readonly string[];
    /** Of zones and overlays, by their first days. */
    readonly periods: readonly { readonly zone: string; readonly from: string | null }[];
  })[];
}

/** A region that a point lies in. */
export interface RegionHit extends Attributed, Identity {
  readonly id: string;
  readonly layer: string;
  readonly layer_title: Names;
  readonly names: Names;
  /** EDTF */
  readonly admin_from?: string;
  readonly admin_to?: string;
}

/** How the server read coordinates. */
export interface Reading {
  readonly notation: string;
  /** How far apart two neighbouring values of that length lie, in metres. */
  readonly precision_m: number;
  /** The order in which a pair without letters was taken, where either is possible. */
  readonly order?: 'lon,lat' | 'lat,lon';
}

/** GET /locate */
export interface LocateAnswer {
  readonly lon: number;
  readonly lat: number;
  readonly datetime: string;
  readonly snapshot: string;
  /** How the text was read that was asked about. */
  readonly read?: Reading;
  readonly zone: Attributed & Identity & {
    readonly id: string;
    readonly names: Names;
    readonly area_km2: number;
    readonly precision_m?: number;
    readonly border_m: number;
    readonly near_uncertain_line: boolean;
    readonly confidence?: string;
    readonly note?: string;
  } | null;
  readonly control: ControlDetail;
  readonly regions: readonly RegionHit[];
  readonly nearest?: { readonly id: string; readonly names: Names; readonly distance_m: number };
  readonly history?: readonly ControlDetail[];
}

/** One zone that differs between two days, with the evidence of both periods. */
export interface Change {
  readonly zone: string;
  readonly names: Names;
  readonly area_km2: number;
  readonly what: readonly string[];
  readonly before: ControlDetail;
  readonly after: ControlDetail;
  /** Every period that began in between. */
  readonly steps: readonly {
    readonly date: string;
    readonly status: string;
    readonly controller: string | null;
    readonly event?: string;
    readonly title?: Names;
  }[];
}

/** GET /diff */
export interface DiffAnswer {
  readonly from: string;
  readonly to: string;
  /** Why nothing can be said. */
  readonly reason?: string;
  readonly viewpoint?: string;
  readonly passed: readonly Change[];
  readonly altered: readonly Change[];
  /** Of which it is known on one of the days alone who held them. */
  readonly unknown: readonly Change[];
}

/** GET /stats */
export interface StatsAnswer {
  readonly series: readonly {
    readonly from: string | null;
    readonly to: string | null;
    readonly areas: readonly { readonly controller: string
      | null; readonly status: string; readonly km2: number; readonly zones: number }[];
  }[];
}

/** GET /events */
export interface EventsAnswer {
  readonly events: readonly (EventLine & { readonly sources?: readonly Source[] })[];
}

/** GET /export/places.geojson: names as `name_` and a language. */
export interface PlaceCollection {
  readonly features: readonly {
    readonly id: string;
    readonly properties: Readonly<Record<string, string | number | null>>;
    readonly geometry: { readonly coordinates: LonLat } | null;
  }[];
}

/** GET /regions */
export interface RegionsAnswer {
  readonly regions: readonly {
    readonly id: string;
    readonly layer: string;
    readonly names: Names;
    readonly alt_names?: readonly string[];
    readonly label?: LonLat;
    readonly bbox?: Bounds;
    readonly valid_from: string | null;
    readonly valid_to: string | null;
  }[];
}

/** GET /control */
export interface ControlCollection {
  readonly features: readonly {
    readonly id: string;
    readonly properties: Readonly<Record<string, string | number | boolean | null>>;
    readonly geometry: unknown;
  }[];
}

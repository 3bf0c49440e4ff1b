/** What the server answers about places, changes and sources; the timeline is in model.ts. */
import type { Attributed, Bounded, Bounds, EventLine, LonLat, Names } from './model.ts';

/** What a party says, or what was confirmed, with the day of saying it. */
export interface Statement {
  readonly date: string;
  /** Missing where the data says the day alone. */
  readonly by?: string;
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

/** What was wrong once, and what stands in its place. */
export interface Correction {
  readonly id: string;
  readonly day: string;
  readonly kind: string;
  readonly before?: Names;
  readonly after?: Names;
  readonly reason: Names;
  readonly reporter?: string;
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
  readonly note?: Names;
  readonly event?: EventDetail;
  readonly sources?: readonly Source[];
  readonly claims?: Readonly<Record<string, string>>;
  /** It rests on the word of the viewpoint's side. */
  readonly claim?: boolean;
  /** Why the status is unknown. */
  readonly reason?: string;
  /** Of the period, its event, and the outline of its zone; the latest need not be the first. */
  readonly corrections?: readonly Correction[];
}

/**
 * The ids of the regions that one came in place of, and in its place; its ids elsewhere by scheme.
 */
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
  /** Of the region itself, the latest first. */
  readonly corrections?: readonly Correction[];
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
    readonly note?: Names;
  } | null;
  readonly control: ControlDetail;
  readonly regions: readonly RegionHit[];
  readonly overlays?: readonly {
    readonly id: string;
    readonly history?: readonly ControlDetail[];
  }[];
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
  /** The size of the box asked about. */
  readonly box_km2?: number;
  readonly series: readonly {
    readonly from: string | null;
    readonly to: string | null;
    readonly areas: readonly { readonly controller: string
      | null; readonly status: string; readonly km2: number; readonly zones: number }[];
  }[];
}

/** GET /events */
export interface EventsAnswer {
  readonly events: readonly (EventDetail & {
    readonly sources?: readonly Source[];
    readonly regions?: readonly string[];
    readonly from_actor?: string;
    readonly to_actor?: string;
    /** The name of the place at the point. */
    readonly place?: string;
  })[];
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

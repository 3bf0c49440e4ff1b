import { expandTimeline } from './compact.ts';
import { toISO, type Day } from './days.ts';
import { fetchJSON, problem, request } from './request.ts';
import { knownDay } from './url.ts';
import type { CompareAnswer, DifferingCollection } from './maps/differing.ts';
import type {
  ControlCollection, DiffAnswer, EventsAnswer, LocateAnswer, PlaceCollection, RegionDetail,
  RegionsAnswer, SourcesAnswer, StatsAnswer,
} from './answers.ts';
import type {
  Bounds, CompactTimelineAnswer, DatasetsAnswer, LonLat, StatusAnswer, TimelineAnswer, VersionsAnswer,
} from './model.ts';

/** Which snapshot is current, and since when. */
export function fetchStatus(): Promise<StatusAnswer> {
  return fetchJSON<StatusAnswer>('status', { here: true, patient: false });
}

/**
 * The dataset's description and who held what when. It fails where the server is away: whoever asks
 * has something else to show.
 */
export async function fetchTimeline(viewpoint = '', known = ''): Promise<TimelineAnswer> {
  return expandTimeline(await fetchJSON<CompactTimelineAnswer>(
    `timeline${parameters({ f: 'compact', viewpoint, known })}`, { patient: false }));
}

/** Everything about a place: its regions, and its control on a day and ever. */
export function fetchPlace(
  [lon, lat]: LonLat, day: Day, viewpoint = '', signal?: AbortSignal,
): Promise<LocateAnswer> {
  const query = parameters({ lon, lat, datetime: toISO(day), history: 'true', viewpoint });
  return fetchJSON<LocateAnswer>(`locate${query}`, signal);
}

/**
 * The place that a text means as coordinates, in any notation that the server
 * reads; a short Plus code is completed from the place `near`.
 */
export function fetchNotation(
  text: string, near: LonLat, signal?: AbortSignal,
): Promise<LocateAnswer> {
  const query = parameters({ q: text, near: `geo:${near[1].toFixed(5)},${near[0].toFixed(5)}` });
  return fetchJSON<LocateAnswer>(`locate${query}`, { signal, patient: false }); // somebody waits
}

/** The datasets of the server, from the address that the page has of their list. */
export function fetchVersions(): Promise<VersionsAnswer> {
  return fetchJSON<VersionsAnswer>('versions?f=json', { here: true });
}

export function fetchDatasets(address: string): Promise<DatasetsAnswer> {
  return fetchJSON<DatasetsAnswer>(address, { here: true });
}

/** Where and when two maps differ; of the server, as the other one has snapshots of its own. */
export function fetchComparison(query: Query, signal: AbortSignal): Promise<CompareAnswer> {
  return fetchJSON<CompareAnswer>(compareAddress({ ...query, f: 'json' }), { signal, here: true });
}

/** The areas in which they do. */
export function fetchAreas(query: Query, signal: AbortSignal): Promise<DifferingCollection> {
  return fetchJSON<DifferingCollection>(compareAddress({ ...query, f: 'geojson' }), { signal, here: true });
}

/** Where a comparison can be had, relative to the page. */
export function compareAddress(query: Query): string {
  const known = knownDay();
  return `compare${parameters({ a: known && `@${known}`, ...query })}`;
}

type Query = Readonly<Record<string, string>>;

/** What passed between two days, with the events. */
export function fetchDiff(
  from: Day, to: Day, viewpoint = '', signal?: AbortSignal,
): Promise<DiffAnswer> {
  return fetchJSON<DiffAnswer>(`diff${parameters({ from: toISO(from), to: toISO(to), viewpoint })}`,
    signal);
}

/** The area by controller over time, of a box if one is given. */
export function fetchStats(viewpoint = '', signal?: AbortSignal, bbox?: Bounds): Promise<StatsAnswer> {
  return fetchJSON<StatsAnswer>(`stats${parameters({ bbox: bbox?.join() ?? '', viewpoint })}`, signal);
}

/** All events with their sources' ids, from the whole history. */
export function fetchEvents(signal?: AbortSignal): Promise<EventsAnswer> {
  return fetchJSON<EventsAnswer>('events', signal);
}

/** One region, with what came before and after it. */
export function fetchRegion(id: string): Promise<RegionDetail> {
  return fetchJSON<RegionDetail>(`regions/${encodeURIComponent(id)}`);
}

/** All regions, in short. */
export function fetchRegions(): Promise<RegionsAnswer> {
  return fetchJSON<RegionsAnswer>('regions');
}

/** All sources with what rests on them. */
export function fetchSources(viewpoint = ''): Promise<SourcesAnswer> {
  return fetchJSON<SourcesAnswer>(`sources${parameters({ viewpoint })}`);
}

/** All named places and regions, for the search. */
export async function fetchGazetteer(
  signal?: AbortSignal,
): Promise<{ places: PlaceCollection; regions: RegionsAnswer }> {
  const [places, regions] = await Promise.all([
    fetchJSON<PlaceCollection>('export/places.geojson', signal),
    fetchRegions(),
  ]);
  return { places, regions };
}

/** The files of the dataset in a zip. */
export function fetchDataset(signal?: AbortSignal): Promise<Blob> {
  return fetchFile('dataset.zip', signal);
}

/** An answer as a file. */
function fetchFile(path: string, signal?: AbortSignal): Promise<Blob> {
  return request(path, { signal, patient: false }, async (response) => {
    if (!response.ok) throw await problem(response);
    return response.blob();
  });
}

/** The zones on a day as shapes. */
export function fetchControl(
  day: Day, viewpoint = '', signal?: AbortSignal,
): Promise<ControlCollection> {
  return fetchJSON<ControlCollection>(controlAddress(day, viewpoint), signal);
}

/** Where the zones on a day can be had as GeoJSON, relative to the page. */
export function controlAddress(day: Day, viewpoint = ''): string {
  return `control${parameters({ datetime: toISO(day), viewpoint })}`;
}

/** Where the zones on a day can be had in a format, relative to the page. */
export function exportAddress(extension: string, day: Day, viewpoint = ''): string {
  return `export/control.${extension}${parameters({ datetime: toISO(day), viewpoint })}`;
}

/** The forms of a feed, by the end of its name. */
export type FeedForm = 'atom' | 'json';

/** What a feed reader asks for again and again: always of the current snapshot. */
export function feedAddress(
  form: FeedForm, of: { readonly zone: string; readonly viewpoint: string; readonly lang: string },
): string {
  return `feed.${form}${parameters(of)}`;
}

/** A query string of the parameters that have a value. */
function parameters(values: Readonly<Record<string, string | number>>): string {
  const pairs = Object.entries(values).filter(([, value]) => value !== '')
    .map(([name, value]) => [name, String(value)]);
  return pairs.length > 0 ? `?${String(new URLSearchParams(pairs))}` : '';
}

/** One vector tile of the whole history; null where there is nothing. */
export async function fetchTile(
  z: number, x: number, y: number, signal?: AbortSignal,
): Promise<ArrayBuffer | null> {
  return request(`tiles/history/${z}/${x}/${y}.mvt`, { signal }, async (response) => {
    if (response.status === 204 || response.status === 404) return null;
    if (!response.ok) throw await problem(response);
    return response.arrayBuffer();
  });
}

/** One tile of the world below all maps; null where there is nothing, an error where it was not published. */
export async function fetchWorldTile(
  z: number, x: number, y: number, signal?: AbortSignal,
): Promise<ArrayBuffer | null> {
  return request(`world/${z}/${x}/${y}.mvt`, { signal, here: true }, async (response) => {
    if (response.status === 204) return null;
    if (!response.ok) throw await problem(response);
    return response.arrayBuffer();
  });
}

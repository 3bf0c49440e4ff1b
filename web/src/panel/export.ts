import { table } from '../csv.ts';
import type { Change, ControlCollection, DiffAnswer } from '../answers.ts';
import type { Dataset, Lang } from '../model.ts';

interface Row {
  readonly [name: string]: string | number | null;
}

function row(change: Change, diff: DiffAnswer, languages: readonly Lang[]): Row {
  const last = change.steps.at(-1);
  return {
    zone: change.zone,
    ...Object.fromEntries(languages.map((lang) => [`name_${lang}`, change.names[lang] ?? null])),
    area_km2: change.area_km2, from: diff.from, to: diff.to, viewpoint: diff.viewpoint ?? null,
    what: change.what.join(' '),
    controller_before: change.before.controller, status_before: change.before.status,
    patrolled_by_before: change.before.patrolled_by ?? null,
    controller_after: change.after.controller, status_after: change.after.status,
    patrolled_by_after: change.after.patrolled_by ?? null,
    changed_on: last?.date ?? null, event: last?.event ?? null,
    event_title: last?.title?.['en'] ?? null,
    sources: (change.after.sources ?? []).map(({ title, url }) => (url ? `${title} ${url}` : title))
      .join('; '),
  };
}

const all = (diff: DiffAnswer) => [...diff.passed, ...diff.altered, ...diff.unknown];

/** The changes as CSV, one zone a line. */
export function changesCSV(diff: DiffAnswer, languages: readonly Lang[]): string {
  const rows = all(diff).map((change) => row(change, diff, languages));
  const head = Object.keys(rows[0] ?? {});
  return table(head, rows.map((values) => head.map((name) => values[name])));
}

/** The changes as GeoJSON, with the shapes of the zones. */
export function changesGeoJSON(
  diff: DiffAnswer, shapes: ControlCollection,
  { languages, attribution, licence, id, version }: Dataset,
): string {
  const shape = new Map(shapes.features.map(({ properties, geometry }) =>
    [properties['zone'], geometry]));
  const features = all(diff).map((change) => ({
    type: 'Feature', id: change.zone, properties: row(change, diff, languages),
    geometry: shape.get(change.zone) ?? null,
  }));
  const collection =
    { type: 'FeatureCollection', dataset: id, version, licence, attribution, features };
  return `${JSON.stringify(collection, null, 1)}\n`;
}

import type { Change, ControlCollection, Dataset, DiffAnswer, Lang } from '../model.ts';

/** Zones that one controller took over. */
export interface ChangeGroup {
  readonly controller: string | null;
  readonly km2: number;
  readonly changes: readonly Change[];
}

/** Changes by who holds the zones now, the largest area first. */
export function groupChanges(passed: readonly Change[]): readonly ChangeGroup[] {
  const groups = new Map<string | null, Change[]>();
  for (const change of passed) {
    const { controller } = change.after;
    groups.set(controller, [...(groups.get(controller) ?? []), change]);
  }
  return [...groups].map(([controller, changes]) => ({
    controller, changes, km2: changes.reduce((sum, { area_km2 }) => sum + area_km2, 0),
  })).sort((a, b) => b.km2 - a.km2);
}

/** One field of CSV (RFC 4180). What a spreadsheet would take for a formula is made text. */
export function field(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV with a line of names. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  return [head, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

interface Row {
  readonly [name: string]: string | number | null;
}

function row(change: Change, diff: DiffAnswer, languages: readonly Lang[]): Row {
  const last = change.steps.at(-1);
  return {
    zone: change.zone,
    ...Object.fromEntries(languages.map((lang) => [`name_${lang}`, change.names[lang] ?? null])),
    area_km2: change.area_km2, from: diff.from, to: diff.to, what: change.what.join(' '),
    controller_before: change.before.controller, status_before: change.before.status, patrolled_by_before: change.before.patrolled_by ?? null,
    controller_after: change.after.controller, status_after: change.after.status, patrolled_by_after: change.after.patrolled_by ?? null,
    changed_on: last?.date ?? null, event: last?.event ?? null, event_title: last?.title?.['en'] ?? null,
    sources: (change.after.sources ?? []).map(({ title, url }) => (url ? `${title} ${url}` : title)).join('; '),
  };
}

const all = (diff: DiffAnswer) => [...diff.passed, ...diff.altered];

/** The changes as CSV, one zone a line. */
export function changesCSV(diff: DiffAnswer, languages: readonly Lang[]): string {
  const rows = all(diff).map((change) => row(change, diff, languages));
  const head = Object.keys(rows[0] ?? {});
  return table(head, rows.map((values) => head.map((name) => values[name])));
}

/** The changes as GeoJSON, with the shapes of the zones. */
export function changesGeoJSON(diff: DiffAnswer, shapes: ControlCollection, { languages, attribution, licence, id, version }: Dataset): string {
  const shape = new Map(shapes.features.map(({ properties, geometry }) => [properties['zone'], geometry]));
  const features = all(diff).map((change) => ({
    type: 'Feature', id: change.zone, properties: row(change, diff, languages), geometry: shape.get(change.zone) ?? null,
  }));
  return `${JSON.stringify({ type: 'FeatureCollection', dataset: id, version, licence, attribution, features }, null, 1)}\n`;
}

import { coversText } from './covers.ts';
import { dayFields, daysTold, orderWords } from './otherday.ts';
import { mostShown, rowsLeft } from './rows.ts';
import type { Section } from './section.ts';
import { changesCSV, changesGeoJSON } from './export.ts';
import { fetchControl, fetchDiff } from '../api.ts';
import { connection, isAbort } from '../request.ts';
import { groupChanges, unknownGroups } from '../changegroups.ts';
import { actorName, holderName, placeName, told, type Context } from '../context.ts';
import { formatDay, parseISO } from '../days.ts';
import { afterPaint, button, debounced, el, replaceContent, type Child } from '../dom.ts';
import { save } from '../save.ts';
import { formatKm2, formatNumber } from '../format.ts';
import type { Change, ControlDetail, DiffAnswer } from '../answers.ts';
import { statusParts } from '../looks.ts';
import { lazily } from '../lazy.ts';
import { pick, pickedLang } from '../names.ts';
import { fitBox } from '../map.ts';
import { failed, waiting } from './waiting.ts';
import type { Stage } from '../stage.ts';
import { swatch } from '../swatch.ts';

/**
 * The changes between two days by the new controller, with their areas; and the areas over all
 * time.
 */
export function mountChanges(root: HTMLElement, context: Context, stage: Stage): Section {
  const { state, texts } = context;
  let abort = new AbortController();
  let diff: DiffAnswer | undefined;
  let failure: unknown;
  // without changes there are no days to choose
  if (context.timeline.changes.length === 0) {
    root.append(el('h2', {}, texts.changesBetween), el('p', { class: 'hint' },
      texts.nothingChanges));
    return { update: () => {} };
  }
  const [from, to] = dayFields(context);
  const answer = el('div', {});
  const chart = el('div', {});
  root.append(el('h2', {}, texts.changesBetween),
    el('div', { class: 'span' }, from.element, to.element), answer, chart);
  const draw = () => {
    for (const field of [from, to]) field.update();
    replaceContent(answer, ...(failure ? [failed(texts, failure, () => void load())]
      : diff ? changeList(context, diff, stage) : [waiting(texts)]));
  };
  const load = async () => {
    if (state.get().tab !== 'changes') return;
    abort.abort();
    abort = new AbortController();
    const { viewpoint } = state.get();
    try {
      diff = await fetchDiff(...daysTold(context), viewpoint, abort.signal);
      failure = undefined;
    } catch (error) {
      if (isAbort(error)) return;
      failure = error;
    }
    draw();
  };
  connection.onChange(draw);
  // while somebody scrubs, the server is left alone
  const later = debounced(200, () => void load());
  state.watch(['day', 'compare', 'tab'], later);
  state.watch(['day', 'compare'], afterPaint(() => [from, to].forEach((field) => field.update())));
  state.watch(['names'], draw);
  state.watch(['viewpoint'], later);
  draw();
  void load();
  void lazily(context, async () => void (await import('./areas.ts')).mountAreas(chart, context, stage))
    .catch(() => undefined); // the changes are told all the same
  return { update: draw };
}

function changeList(context: Context, diff: DiffAnswer, stage: Stage): Child[] {
  const { texts, state } = context;
  const { lang } = state.get();
  if (diff.reason !== undefined) return [el('p', { class: 'caution' }, coversText(context))];
  const order = orderWords(context);
  const note = order && el('p', { class: 'hint order' }, order);
  if (diff.passed.length + diff.altered.length + diff.unknown.length === 0) {
    return [note || el('p', { class: 'hint' }, texts.noChanges)];
  }
  const groups = groupChanges(diff.passed);
  const folded = groups.length > mostOpen ? diff.passed.length > mostRows
    : diff.passed.length > mostShown;
  const total = diff.passed.reduce((sum, { area_km2 }) => sum + area_km2, 0);
  const count = texts.zoneCount(formatNumber(diff.passed.length, texts.locale), diff.passed.length);
  return [
    note,
    diff.passed.length > 0 &&
      el('p', { class: 'sum' }, texts.changedSum(count, formatKm2(total, texts.locale))),
    ...groups.map(({ controller, km2, changes }) => group(context, stage,
      texts.nowHeldBy(actorName(context, controller, lang)), km2, changes, folded)),
    ...unknownGroups(diff.unknown).map(({ controller, gained, km2, changes }) => group(context, stage,
      (gained ? texts.unknownBefore : texts.nowUnknown)(actorName(context, controller, lang)), km2,
      changes, changes.length > mostRows)),
    diff.altered.length > 0 && group(context, stage, texts.otherStatus,
      diff.altered.reduce((sum, { area_km2 }) => sum + area_km2, 0), diff.altered,
      diff.altered.length > mostRows),
    downloads(context, diff),
  ];
}

/**
 * With more groups than this, and more rows, each group is folded to a line that opens; also with
 * few groups where the rows are too many to be shown.
 */
const mostOpen = 8;
const mostRows = 24;

/** The groups that somebody opened or closed, by title. */
const opened = new Map<string, boolean>();

/** Changes with one heading; what all of them came by is said once. */
function group(
  context: Context, stage: Stage, title: string, km2: number, changes: readonly Change[],
  folded: boolean,
): HTMLElement {
  const { texts, state } = context;
  const { lang } = state.get();
  const count = texts.zoneCount(formatNumber(changes.length, texts.locale), changes.length);
  const titles = changes.map(({ steps }) => pick(steps.at(-1)?.title, lang));
  const common = changes.length > 1 && titles.every((text) => text === titles[0]) ? titles[0] : '';
  const head = [texts.zone, texts.passed].map((text) => el('th', { scope: 'col' }, text));
  const rows = () => [
    common && el('p', { class: 'muted small', lang: pickedLang(changes[0]?.steps.at(-1)?.title, lang) },
      texts.eachBy(common)),
    el('div', { class: 'table-scroll', tabindex: 0, role: 'group', 'aria-label': title },
      el('table', { class: 'changes' }, el('thead', {}, el('tr', {}, ...head)),
        el('tbody', {}, ...changes.slice(0, mostShown)
          .map((change) => changeRow(context, stage, change, !common))))),
    rowsLeft(texts, changes.length), // the downloads have them
  ];
  const line = [el('span', {}, title),
    el('span', { class: 'amount' }, `${folded ? `${count} · ` : ''}${formatKm2(km2, texts.locale)}`)];
  if (!folded) {
    return el('section', { class: 'block', 'aria-label': title },
      el('h3', { class: 'row' }, ...line), ...rows());
  }
  const content = el('div', {});
  const details = el('details', { class: 'change-group' },
    el('summary', { class: 'row', 'data-key': `group-${title}` }, ...line), content);
  const show = () => {
    if (details.open && content.childElementCount === 0) replaceContent(content, ...rows());
  };
  details.open = opened.get(title) ?? false;
  details.addEventListener('toggle', () => {
    opened.set(title, details.open);
    show();
  });
  show();
  return details;
}

function changeRow(
  context: Context, stage: Stage, change: Change, titled: boolean,
): HTMLElement {
  const { texts, state, timeline, symbology } = context;
  const zone = timeline.zones.get(change.zone);
  const name = placeName(context, change.names);
  const open = () => {
    if (!zone) return;
    const half = Math.sqrt(zone.area_km2) / 111.3;
    const [lon, lat] = zone.label;
    fitBox(stage.pane.map, [lon - half, lat - half, lon + half, lat + half]);
    state.set({ selection: zone.label });
  };
  const held = ({ controller, status, patrolled_by, claim }: ControlDetail) => el('div', { class: 'held' },
    swatch(symbology.fill({ controller, status, ...(claim ? { claim } : {}),
      ...(patrolled_by === undefined ? {} : { patrolled_by }) }), 18, 14),
    holderName(context, controller, status));
  const last = change.steps.at(-1);
  const day = parseISO(last?.date ?? '');
  return el('tr', {},
    el('th', { scope: 'row' },
      button({ class: 'link', lang: name.lang, 'data-key': `change-${change.zone}` }, open,
        name.text),
      el('div', { class: 'muted small' }, formatKm2(change.area_km2, texts.locale)),
      el('div', { class: 'muted small' }, `${texts.before}:`, held(change.before))),
    el('td', {}, day === undefined ? '–'
      : button({ class: 'link', 'data-key': `passed-${change.zone}` }, () => state.set({ day }),
        formatDay(day, texts.locale, 'short')),
      titled && told(context, 'div', last?.title, { class: 'muted small' }),
      (change.after.status !== 'controlled' || change.after.claim) &&
        el('div', { class: 'muted small' }, ...statusParts(context, change.after))));
}

function downloads(context: Context, diff: DiffAnswer): HTMLElement {
  const { texts, state, dataset } = context;
  const name = `${dataset.id}-changes-${diff.from}-${diff.to}`;
  const csv = () => save(`${name}.csv`, 'text/csv', changesCSV(diff, dataset.languages));
  const geojson = async () => {
    const to = parseISO(diff.to) ?? state.get().day;
    const shapes = await fetchControl(to, state.get().viewpoint);
    save(`${name}.geojson`, 'application/geo+json', changesGeoJSON(diff, shapes, dataset));
  };
  return el('p', { class: 'pair' },
    button({ class: 'plain small', 'data-key': 'csv' }, csv, texts.downloadChangesCSV),
    button({ class: 'plain small', 'data-key': 'geojson' }, () => void geojson(),
      texts.downloadChangesGeoJSON));
}


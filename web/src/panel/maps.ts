import { placeName, type Context } from '../context.ts';
import { afterPaint, button, el, replaceContent, type Child } from '../dom.ts';
import { toISO } from '../days.ts';
import { formatKm2, formatNumber } from '../format.ts';
import { fitBox } from '../map.ts';
import type { Section } from './section.ts';
import { failed, waiting } from './waiting.ts';
import { errorElement } from '../notice.ts';
import type { Stage } from '../stage.ts';
import { swatch } from '../swatch.ts';
import { mapsTexts } from '../texts/maps.ts';
import { around } from '../turns.ts';
import { connection } from '../request.ts';
import { askedOf, type Asked } from '../maps/asked.ts';
import { keyOf, placeOf, type CompareAnswer, type Pair, type Stretch } from '../maps/differing.ts';
import { nameOf, othersOf, type Other, type Others } from '../maps/others.ts';
import { daysWords, otherName, pairFill, saidElement, sumWords, thisName } from '../maps/words.ts';

/** So many days are listed at once, around the one shown. */
const mostDays = 60;

/** So many places are listed. */
const mostPlaces = 100;

/** Which map is compared with, and where, when and in what the two differ. */
export function mountMaps(root: HTMLElement, context: Context, stage: Stage): Section {
  const { state, texts } = context;
  const words = mapsTexts(texts.locale);
  const asked = askedOf(context);
  let others: Others | undefined;
  const choice = el('div', {});
  const answer = el('div', {});
  root.append(el('h2', {}, words.title), choice, answer);
  const draw = () => {
    const { other } = state.get();
    replaceContent(answer, ...(other === '' ? [el('p', { class: 'hint' }, words.hint)]
      : asked.failure ? [failed(texts, asked.failure, () => void asked.load())]
        : asked.answer ? told(context, stage, asked, asked.answer, nameOf(others, other)) : [waiting(texts)]));
  };
  const choose = () => {
    if (others) replaceContent(choice, ...select(context, others));
    draw();
  };
  const list = () => othersOf(context).then((found) => {
    others = found;
    choose();
  }, (error: unknown) => replaceContent(choice, el('p', { class: 'problem', role: 'alert' }, errorElement(error, texts))));
  const soon = afterPaint(() => state.get().tab === 'maps' && draw());
  asked.onChange(soon);
  connection.onChange(soon);
  state.watch(['tab', 'names', 'viewpoint'], soon);
  state.watch(['other'], choose);
  void list();
  draw();
  return { update: draw };
}

/** The choice of the other map. */
function select(context: Context, { maps, versions }: Others): Child[] {
  const { state, texts } = context;
  const words = mapsTexts(texts.locale);
  const { other } = state.get();
  if (maps.length + versions.length === 0 && other === '') return [el('p', { class: 'hint' }, words.none)];
  const group = (label: string, list: readonly Other[]) => list.length > 0 && el('optgroup', { label },
    ...list.map(({ id, name, lang }) => el('option', { value: id, lang }, name)));
  const unlisted = other !== '' && !nameOf({ maps, versions }, other);
  const control = el('select', { id: 'maps-with', 'data-key': 'maps-with' }, el('option', { value: '' }, words.nothing),
    group(words.otherMaps, maps), group(words.before, versions),
    unlisted && el('option', { value: other }, other));
  control.value = other;
  control.addEventListener('change', () => state.set({ other: control.value, mode: 'one' }));
  return [el('p', { class: 'maps-with' }, el('label', { for: 'maps-with' }, words.with), control)];
}

function told(
  context: Context, stage: Stage, asked: Asked, answer: CompareAnswer, other: Other | undefined,
): Child[] {
  const { state, texts } = context;
  const words = mapsTexts(texts.locale);
  const sum = sumWords(context, asked);
  const stretch = asked.stretch();
  return [
    el('dl', { class: 'facts' },
      fact(words.a, thisName(context, answer)),
      fact(words.b, link(context, answer, other))),
    state.get().viewpoint !== '' && el('p', { class: 'small muted' }, words.viewpoint),
    el('p', { class: 'sum' }, sum.join(' ')),
    answer.reason !== undefined && el('p', { class: 'caution', lang: 'en' }, `${answer.reason}.`),
    ...(stretch ? [pairs(context, stage, asked, answer, stretch), places(context, answer)] : []),
    answer.reason === undefined && days(context, asked),
    answer.reason === undefined && downloads(context, asked),
    ...answer.notes.map((note) => el('p', { class: 'small muted', lang: 'en' }, note)),
    state.get().other !== '' && el('p', {}, button({ class: 'plain', 'data-key': 'maps-end' },
      () => state.set({ other: '' }), words.end)),
  ];
}

function fact(term: string, about: Child): HTMLElement {
  return el('div', {}, el('dt', {}, term), el('dd', {}, about));
}

/** The way to the other map, in the same view. */
function link(context: Context, answer: CompareAnswer, other: Other | undefined): HTMLElement {
  const { state, texts } = context;
  const { day, center, zoom, other: id } = state.get();
  const [dataset = '', known] = id.split('@');
  const list = document.querySelector<HTMLLinkElement>('link[rel="up"]')?.href;
  const home = dataset === '' || list === undefined ? './' : new URL(`d/${encodeURIComponent(dataset)}/`, list).href;
  const query = `?d=${toISO(day)}&c=${center[1]},${center[0]},${zoom}&lang=${texts.locale.slice(0, 2)}${known ? `&known=${known}` : ''}`;
  return el('a', { href: home + query }, otherName(context, answer, other));
}

/** What both say, by pair: the legend of what is drawn. */
function pairs(
  context: Context, stage: Stage, asked: Asked, answer: CompareAnswer, stretch: Stretch,
): HTMLElement | false {
  const { texts } = context;
  const words = mapsTexts(texts.locale);
  if (stretch.pairs.length === 0) return false;
  const show = (pair: Pair) => {
    const boxes = (asked.areas() ?? []).filter((area) => keyOf(area) === keyOf(pair)).map(({ box }) => box);
    const box = around(boxes);
    if (box) fitBox(stage.pane.map, box, { padding: [30, 30] });
  };
  return el('section', { class: 'block' }, el('h3', {}, words.pairs),
    el('ul', { class: 'legend-list' }, ...stretch.pairs.map((pair) => el('li', { 'data-row': keyOf(pair) },
      swatch(pairFill(answer, pair)),
      el('div', {},
        button({ class: 'link pair-said', 'data-key': `pair-${keyOf(pair)}`, title: words.show },
          () => show(pair), el('span', {}, 'A: ', saidElement(context, answer, pair.a)), ' ',
          el('span', {}, 'B: ', saidElement(context, answer, pair.b))),
        el('div', { class: 'amount' }, `${formatKm2(pair.km2, texts.locale)} · ${
          words.areas(formatNumber(pair.areas, texts.locale), pair.areas)}`))))),
    el('p', { class: 'small muted' }, words.look));
}

/** The places of which the two say different things on the day shown. */
function places(context: Context, answer: CompareAnswer): HTMLElement | false {
  const { state, texts } = context;
  const words = mapsTexts(texts.locale);
  const day = toISO(state.get().day);
  const found = answer.places.flatMap(({ id, names, point, days: on }) => {
    const said = on.find(({ from, to }) => (from === null || from <= day) && (to === null || day < to));
    return said ? [{ id, names, point, said }] : [];
  });
  if (found.length === 0) return false;
  const more = found.length - mostPlaces;
  return el('section', { class: 'block' }, el('h3', {}, words.places),
    el('ul', { class: 'maps-places' }, ...found.slice(0, mostPlaces).map(({ id, names, point, said }) => {
      const name = placeName(context, names);
      return el('li', {},
        button({ class: 'link', lang: name.lang, 'data-key': `place-${id}` }, () => state.set({ selection: point, tab: 'place' }),
          name.text),
        el('div', { class: 'small muted' }, 'A: ', saidElement(context, answer, said.a), ' · B: ',
          saidElement(context, answer, said.b)));
    })), more > 0 && el('p', { class: 'small muted' }, words.more(formatNumber(more, texts.locale))));
}

/** The days on which the difference changes, around the one shown. */
function days(context: Context, asked: Asked): HTMLElement | false {
  const { state, texts } = context;
  const words = mapsTexts(texts.locale);
  if (asked.days.length < 2) return false;
  const at = placeOf(asked.days, state.get().day);
  const first = Math.max(0, Math.min(Math.max(at, 0) - mostDays / 2, asked.days.length - mostDays));
  const listed = asked.days.slice(first, first + mostDays);
  const most = Math.max(...asked.days.map(({ differs_km2 }) => differs_km2));
  const rest = (count: number) => count > 0 &&
    el('p', { class: 'small muted' }, words.more(formatNumber(count, texts.locale)));
  return el('section', { class: 'block' }, el('h3', {}, words.days), rest(first),
    el('ol', { class: 'maps-days' }, ...listed.map((stretch, i) => {
      const { from, to, differs_km2: km2 } = stretch;
      const row = el('li', { 'aria-current': first + i === at && 'date' },
        button({ class: 'link', 'data-key': `stretch-${first + i}` },
          () => state.set({ day: Number.isFinite(from) ? from : to - 1 }), daysWords(context, from, to)),
        el('span', { class: 'amount' }, formatKm2(km2, texts.locale)));
      row.style.setProperty('--share', String(most > 0 ? km2 / most : 0));
      return row;
    })), rest(asked.days.length - first - listed.length));
}

/** The same for other programs, and to read. */
function downloads(context: Context, asked: Asked): HTMLElement {
  const words = mapsTexts(context.texts.locale);
  const line = (label: string, everyday: boolean) => el('p', { class: 'small' }, `${label}: `,
    ...[['GeoJSON', 'geojson'], ['JSON', 'json'], ['CSV', 'csv'], ['PNG', 'png'], ['SVG', 'svg'], [words.table, 'html']]
      .flatMap(([name = '', f = ''], i) => [i > 0 && ' · ', el('a', { class: 'format', href: asked.address(f, everyday) }, name)]));
  return el('section', { class: 'block' }, line(words.thisDay, false), line(words.allDays, true));
}

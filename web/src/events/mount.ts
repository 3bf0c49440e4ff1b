import './events.css';
import { actorsOf, all, chosen, isWhole, readFilter, writeFilter, type Filter, type Rules, type Told } from './filter.ts';
import { PinLayer } from './pins.ts';
import { spotsOf, type Pin, type Spot } from './places.ts';
import { fetchEvents, fetchRegions } from '../api.ts';
import { actorName, told, type Context } from '../context.ts';
import { parseISO } from '../days.ts';
import { button, byId, debounced, el, replaceContent } from '../dom.ts';
import { formatEDTF } from '../edtf.ts';
import { formatNumber } from '../format.ts';
import { calm, fitBox } from '../map.ts';
import type { Names } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import { errorElement } from '../notice.ts';
import { seenOf } from '../seen.ts';
import type { Stage } from '../stage.ts';
import { eventsTexts, type EventsTexts } from '../texts/events.ts';
import { interval } from '../timeline.ts';
import { boxNearTo, nearTo } from '../turns.ts';

/** Waits until typing pauses. */
const restMs = 250;
/** So many events are listed: more would make each keystroke slow. */
const mostListed = 200;
/** From this zoom on, events at one pin are told apart in the list, and no longer by zooming. */
const nearZoom = 12;
/** Nearer to the edge of what is seen than this a place is hardly seen. */
const marginPx = 20;

/** The events as a list with a filter, and as pins; the strip of days follows it, too. */
export function mountEvents(
  root: HTMLElement, context: Context, stage: Stage, expand: () => void,
): { readonly update: () => void } {
  const events = new Events(root, context, stage, expand);
  return { update: () => events.draw() };
}

class Events {
  readonly #context: Context;
  readonly #stage: Stage;
  /** Draws up the sheet of a phone. */
  readonly #expand: () => void;
  readonly #words: EventsTexts;
  readonly #rules: Rules;
  readonly #fields: Fields;
  readonly #count = el('p', { class: 'muted small', role: 'status' });
  readonly #list = el('div', {});
  readonly #pins: PinLayer;
  #events: readonly Told[] | undefined;
  #spots: ReadonlyMap<string, readonly Spot[]> = new Map();
  #shown: readonly Told[] = [];
  #filter: Filter = all;
  #unread: readonly string[] = [];
  #failure: unknown;

  constructor(root: HTMLElement, context: Context, stage: Stage, expand: () => void) {
    [this.#context, this.#stage, this.#expand] = [context, stage, expand];
    const { state, texts, dataset } = context;
    this.#words = eventsTexts(texts.locale);
    this.#rules = {
      sides: (actor) => sidesOf(context, actor),
      span: (id) => {
        const span = dataset.spans?.find((one) => one.id === id);
        return span && interval(span.from, span.to);
      },
    };
    this.#fields = fieldsOf(context, this.#words, (change) => this.#set(change));
    this.#pins = new PinLayer({
      label: this.#words.onMap, name: (pin) => this.#nameOf(pin), pressed: (pin) => this.#press(pin),
      isNow: ({ spots }) => spots.some(({ event }) => this.#isNow(event)),
    });
    root.append(el('h2', {}, this.#words.title), this.#fields.element, this.#count, this.#list);
    state.watch(['events'], () => this.#follow());
    state.watch(['tab', 'names'], () => this.draw());
    state.watch(['day'], debounced(100, () => this.#mark()));
    void this.#load();
  }

  async #load(): Promise<void> {
    this.#failure = undefined;
    this.draw();
    try {
      const [{ events }, regions] = await Promise.all([fetchEvents(), fetchRegions()]);
      this.#events = events;
      this.#spots = spotsOf(events, regions);
      this.#fields.fill(events);
    } catch (error) {
      this.#failure = error;
    }
    this.#follow();
  }

  #set(change: Partial<Filter>): void {
    this.#context.state.set({ events: writeFilter({ ...this.#filter, ...change }) });
  }

  /** Reads the filter of the state, and shows what it lets through everywhere. */
  #follow(): void {
    const { state } = this.#context;
    const { filter, unread } = readFilter(state.get().events);
    const known = (key: 'kind' | 'actor' | 'span') => filter[key] === '' || this.#fields.offers(key, filter[key]);
    const wrong = this.#events ? (['kind', 'actor', 'span'] as const).filter((key) => !known(key)) : [];
    this.#unread = [...unread, ...wrong.map((key) => `${key}:${filter[key]}`)];
    this.#filter = wrong.reduce((kept, key) => ({ ...kept, [key]: '' }), filter);
    this.#shown = chosen(this.#events ?? [], this.#filter, this.#rules);
    this.#fields.show(this.#filter);
    if (this.#events) state.set({ chosen: isWhole(this.#filter) ? null : new Set(this.#shown.map(({ id }) => id)) });
    const map = this.#stage.pane.map;
    if (this.#filter.pins) {
      this.#pins.show(this.#shown.flatMap(({ id }) => this.#spots.get(id) ?? []));
      if (!map.hasLayer(this.#pins)) this.#pins.addTo(map);
    } else this.#pins.remove();
    this.draw();
  }

  draw(): void {
    const { texts, state } = this.#context;
    if (state.get().tab !== 'events') return;
    if (this.#failure || !this.#events) {
      this.#count.replaceChildren();
      replaceContent(this.#list, this.#failure ? el('p', { class: 'caution' }, errorElement(this.#failure, texts, ' '),
        button({ class: 'plain' }, () => void this.#load(), texts.tryAgain)) : el('p', { class: 'muted' }, texts.loading));
      return;
    }
    const number = (n: number) => formatNumber(n, texts.locale);
    const placed = this.#shown.filter(({ id }) => this.#spots.get(id)?.length).length;
    const words = [this.#words.count(number(this.#shown.length), number(this.#events.length), number(placed)),
      this.#unread.length > 0 && this.#words.unread(this.#unread.join(', '))].filter(Boolean).join(' ');
    if (this.#count.textContent !== words) this.#count.textContent = words; // said once
    replaceContent(this.#list, this.#shown.length === 0 ? el('p', { class: 'hint' }, this.#words.none)
      : el('ul', { class: 'events-list' }, ...this.#shown.slice(0, mostListed).map((event) => this.#item(event))),
    this.#shown.length > mostListed && el('p', { class: 'muted small' }, texts.andMore(number(this.#shown.length - mostListed)).trim()));
    this.#mark();
  }

  #item(event: Told): HTMLElement {
    const { texts, state } = this.#context;
    const { lang } = state.get();
    const [spot] = this.#spots.get(event.id) ?? [];
    const where = !spot ? this.#words.nowhere : spot.region ? this.#words.near(pick(spot.region, lang)) : '';
    const sides = [event.from_actor, event.to_actor].filter((id) => id !== undefined).map((id) => actorName(this.#context, id, lang));
    return el('li', { 'data-event': event.id },
      el('div', { class: 'head' },
        button({ class: 'link', 'data-key': `event-${event.id}` }, () => this.#go(event), formatEDTF(event.date, texts)),
        el('span', { class: 'muted small' }, [kindName(this.#words, event.kind), sides.join(' → '),
          event.single_sided ? this.#words.byOne : ''].filter(Boolean).join(' · '))),
      told(this.#context, 'h3', event.title),
      told(this.#context, 'p', event.summary),
      where !== '' && el('p', { class: 'muted small' }, where));
  }

  /** Marks the events of the day shown, in the list and on the map. */
  #mark(): void {
    for (const item of this.#list.querySelectorAll<HTMLElement>('[data-event]')) {
      const event = this.#shown.find(({ id }) => id === item.dataset['event']);
      if (event && this.#isNow(event)) item.setAttribute('aria-current', 'date');
      else item.removeAttribute('aria-current');
    }
    this.#pins.mark();
  }

  #isNow({ day }: Told): boolean {
    return parseISO(day) === this.#context.state.get().day;
  }

  /** Goes to the day of an event, and to where it is if that is not in view. */
  #go(event: Told): void {
    const day = parseISO(event.day);
    if (day !== undefined) this.#context.state.set({ day });
    const spots = this.#spots.get(event.id) ?? [];
    const { map } = this.#stage.pane;
    const { width, height } = seenOf(map);
    const places = spots.map(({ point: [lon, lat] }) => map.latLngToContainerPoint([lat, nearTo(lon, map.getCenter().lng)]));
    const [place] = places;
    if (!place || places.some(({ x, y }) => x > marginPx && y > marginPx && x < width - marginPx && y < height - marginPx)) return;
    map.panBy([place.x - width / 2, place.y - height / 2], { animate: !calm() });
  }

  #openList(): void {
    this.#context.state.set({ tab: 'events' });
    this.#expand();
  }

  #nameOf({ spots }: Pin): string {
    const { texts, state } = this.#context;
    const { lang } = state.get();
    const events = [...new Set(spots.map(({ event }) => event))];
    const lines = events.slice(0, 4).map((event) => `${formatEDTF(event.date, texts)}: ${pick(event.title, lang)}`);
    if (events.length > 4) lines.push(texts.andMore(formatNumber(events.length - 4, texts.locale)).trim());
    const region = spots.every((spot) => spot.region) ? spots[0]?.region : undefined;
    return [...(events.length > 1 ? [this.#words.several(formatNumber(events.length, texts.locale))] : []), ...lines,
      ...(region ? [this.#words.near(pick(region, lang))] : [])].join('\n');
  }

  /** Shows the one event of a pin; of several, zooms to them, or lists them where that does not part them. */
  #press({ spots }: Pin): void {
    const events = [...new Set(spots.map(({ event }) => event))];
    const [event] = events;
    if (!event) return;
    if (events.length === 1) {
      this.#openList();
      this.#go(event);
      const item = this.#list.querySelector(`[data-event="${CSS.escape(event.id)}"]`);
      const panel = byId('panel-content'); // alone: not the page around it
      if (item) panel.scrollTop += item.getBoundingClientRect().top - panel.getBoundingClientRect().top - marginPx;
      return;
    }
    const { map } = this.#stage.pane;
    const [lons, lats] = [spots.map(({ point }) => point[0]), spots.map(({ point }) => point[1])];
    const box = boxNearTo([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], map.getCenter().lng);
    const apart = box[2] - box[0] + box[3] - box[1] > 1e-6;
    if (apart && map.getZoom() < nearZoom) fitBox(map, box, { maxZoom: nearZoom, padding: [60, 60] });
    else {
      this.#set({ at: events.map(({ id }) => id) });
      this.#openList();
    }
  }
}

/** What stands for an actor where somebody says something: its id, its names, and a perspective that is called alike. */
function sidesOf({ symbology, dataset }: Context, actor: string): ReadonlySet<string> {
  const found = symbology.actor(actor);
  const names = new Set([...Object.values(found?.names ?? {}), ...Object.values(found?.short ?? {})]);
  const alike = (dataset.perspectives ?? []).filter((term) => Object.values(term.names).some((name) => names.has(name)));
  return new Set([actor, ...names, ...alike.map(({ id }) => id)]);
}

function kindName({ kinds }: EventsTexts, kind: string): string {
  return kinds[kind] ?? kind.replaceAll('_', ' ');
}

/** The filter as fields. */
interface Fields {
  readonly element: HTMLElement;
  /** Offers what there is to choose from. */
  readonly fill: (events: readonly Told[]) => void;
  readonly offers: (key: 'kind' | 'actor' | 'span', value: string) => boolean;
  readonly show: (filter: Filter) => void;
}

function fieldsOf(context: Context, words: EventsTexts, set: (change: Partial<Filter>) => void): Fields {
  const { dataset, symbology, state } = context;
  const { lang } = state.get();
  const select = (key: 'kind' | 'actor' | 'span') => {
    const box = el('select', { id: `events-${key}` });
    box.addEventListener('change', () => set({ [key]: box.value, at: [] }));
    return box;
  };
  const boxes = { kind: select('kind'), actor: select('actor'), span: select('span') };
  const text = el('input', { type: 'search', id: 'events-text', placeholder: words.hint, title: words.hint, autocomplete: 'off' });
  text.addEventListener('input', debounced(restMs, () => set({ text: text.value.trim(), at: [] })));
  const pins = button({ class: 'plain small', 'aria-pressed': 'false' }, () => set({ pins: pins.getAttribute('aria-pressed') !== 'true' }), words.pins);
  const reset = button({ class: 'plain small' }, () => {
    text.value = '';
    set({ ...all, pins: pins.getAttribute('aria-pressed') === 'true' });
    text.focus();
  }, words.reset);
  const fill = (key: keyof typeof boxes, options: readonly (readonly [id: string, names: Names | string])[]) =>
    boxes[key].replaceChildren(el('option', { value: '' }, words.any), ...options.map(([id, names]) =>
      el('option', { value: id, lang: typeof names === 'string' ? undefined : pickedLang(names, lang) }, pick(names, lang))));
  const at = el('p', { class: 'muted small pair' }, words.at);
  const label = (key: keyof typeof boxes) => el('label', { for: `events-${key}` }, words[key], boxes[key]);
  return {
    element: el('div', { class: 'events-filter', role: 'group', 'aria-label': words.title },
      label('kind'), label('actor'), label('span'), el('label', { for: 'events-text' }, words.text, text), at,
      el('p', { class: 'pair' }, pins, reset)),
    fill: (events) => {
      fill('kind', [...new Set(events.map(({ kind }) => kind))].sort().map((kind) => [kind, kindName(words, kind)]));
      const met = new Set(events.flatMap(actorsOf));
      const actors = [...new Set([...met].map((id) => symbology.actor(id)).filter((actor) => actor !== undefined))];
      fill('actor', actors.map((actor) => [actor.id, actor.short ?? actor.names]));
      fill('span', (dataset.spans ?? []).map(({ id, title }) => [id, title]));
      (boxes.span.parentElement as HTMLElement).hidden = (dataset.spans ?? []).length === 0;
    },
    offers: (key, value) => [...boxes[key].options].some((option) => option.value === value),
    show: (filter) => {
      for (const key of ['kind', 'actor', 'span'] as const) boxes[key].value = filter[key];
      if (document.activeElement !== text) text.value = filter.text;
      pins.setAttribute('aria-pressed', String(filter.pins));
      reset.disabled = isWhole(filter);
      at.hidden = filter.at.length === 0;
    },
  };
}

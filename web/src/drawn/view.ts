import { isAbort } from '../request.ts';
import type { StatsAnswer } from '../answers.ts';
import { holderName, statusName, told, type Context } from '../context.ts';
import { table } from '../csv.ts';
import { formatDay, toISO } from '../days.ts';
import { afterPaint, button, byId, el, icon, replaceContent, type Child } from '../dom.ts';
import type { EngineAnswer, Progress } from '../engine/engine.ts';
import { engineOf } from '../engine/shared.ts';
import { formatExact } from '../format.ts';
import { fitBox } from '../map.ts';
import { WayLayer } from '../measure/way.ts';
import type { LonLat } from '../model.ts';
import { errorElement } from '../notice.ts';
import { areaChart } from '../panel/chart.ts';
import { save } from '../save.ts';
import type { Stage } from '../stage.ts';
import { swatch } from '../swatch.ts';
import { besideCard, takePlace } from '../table/card.ts';
import { drawnTexts, type DrawnTexts } from '../texts/drawn.ts';
import { shapeOf, readShape, type Shape } from './shape.ts';

/** What the engine answers of an area, and of a line. */
type AreaAnswer = StatsAnswer & { readonly drawn_km2: number };
interface LineAnswer {
  readonly km: number;
  readonly reason?: string;
  readonly lengths: readonly (Holder & { readonly km: number })[];
  readonly sections: readonly (Holder & {
    readonly zone: string | null; readonly from_km: number; readonly km: number; readonly uncertain?: boolean;
    readonly start: LonLat; readonly end: LonLat;
  })[];
}
interface Holder {
  readonly controller: string | null;
  readonly status: string;
}

/** The status of places in no zone. */
const outside = 'outside';

/** So many sections of a line are listed. */
const mostSections = 200;

let card: Card | undefined;

/** Shows the card of what is drawn on the map, with the shape of a file if one was dropped. */
export function openDrawn(context: Context, stage: Stage, shape?: Shape): void {
  card ??= new Card(context, stage, () => { card = undefined; });
  if (shape) card.take(shape);
  else card.focus();
}

class Card {
  readonly #context: Context;
  readonly #stage: Stage;
  readonly #words: DrawnTexts;
  readonly #way = new WayLayer();
  readonly #body = el('div', { class: 'table-body' });
  readonly #status = el('p', { class: 'small', role: 'status' });
  readonly #input = el('input', { type: 'file', class: 'visually-hidden', tabindex: -1, 'aria-hidden': 'true', accept: '.geojson,.json' });
  readonly #root: HTMLElement;
  readonly #stops: (() => void)[] = [];
  #kind: Shape['kind'] = 'area';
  #points: readonly LonLat[] = [];
  #shape: Shape | undefined;
  #answer: { readonly area?: AreaAnswer; readonly line?: LineAnswer; readonly notes: string } | undefined;
  #failure: Child = undefined;
  #work: AbortController | undefined;

  constructor(context: Context, stage: Stage, gone: () => void) {
    [this.#context, this.#stage] = [context, stage];
    const { state, texts } = context;
    const words = drawnTexts(texts.locale);
    this.#words = words;
    this.#way.addTo(stage.pane.map);
    this.#input.addEventListener('change', () => {
      const file = this.#input.files?.[0];
      this.#input.value = ''; // the same file may be chosen again
      if (file) void readShape(file).then((shape) => shape ? this.take(shape) : this.#refuse(words.unreadable));
    });
    const close = () => {
      leave();
      this.#work?.abort();
      this.#draws(false);
      this.#stops.forEach((stop) => stop());
      this.#way.remove();
      this.#root.remove();
      gone();
    };
    const leave = takePlace(close);
    this.#root = el('section', { class: 'table-card drawn-card', 'aria-labelledby': 'drawn-title' },
      el('div', { class: 'place-head' }, el('h2', { id: 'drawn-title' }, words.title),
        button({ class: 'icon-button', 'aria-label': words.close, title: words.close }, close, icon('close'))),
      this.#input, this.#status, this.#body);
    const root = byId('stage');
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        if (this.#drawing) this.#draws(false);
        else close();
        stage.pane.map.getContainer().focus({ preventScroll: true });
      } else if (event.key === 'Backspace' && this.#drawing) this.#set(this.#points.slice(0, -1));
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    root.addEventListener('keydown', onKey, true);
    const ruler = document.getElementById('measure');
    const measured = () => this.#draws(false);
    ruler?.addEventListener('click', measured, true);
    root.append(this.#root);
    const draw = afterPaint(() => this.#draw());
    this.#stops.push(() => root.removeEventListener('keydown', onKey, true), () => ruler?.removeEventListener('click', measured, true),
      state.watch(['day'], () => { if (this.#shape?.kind === 'line') void this.#ask(); else draw(); }),
      state.watch(['viewpoint'], () => void this.#ask()), state.watch(['names'], draw));
    this.#draw();
  }

  focus(): void {
    this.#root.querySelector<HTMLElement>('button.plain')?.focus();
  }

  /** Asks about a shape, in place of the one before. */
  take(shape: Shape): void {
    this.#draws(false);
    [this.#kind, this.#points] = [shape.kind, []];
    this.#show(shape);
    const { map } = this.#stage.pane;
    const all = shape.parts.flat();
    const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon, lat] of all) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
    if (all.length > 0) fitBox(map, box, { paddingTopLeft: besideCard(this.#root, map), paddingBottomRight: [40, 40] });
  }

  get #drawing(): boolean {
    return this.#stage.pane.tool.take === this.#put;
  }

  readonly #put = (point: LonLat) => this.#set([...this.#points, point]);

  /** Whether points on the map are put into the drawing. */
  #draws(on: boolean): void {
    const { tool, map } = this.#stage.pane;
    if (on === this.#drawing) return;
    if (on && tool.take) document.getElementById('measure')?.click(); // one tool at a time
    tool.take = on ? this.#put : undefined;
    map.getContainer().classList.toggle('measuring', on);
    if (on) map.getContainer().focus({ preventScroll: true });
    this.#draw();
  }

  #begin(kind: Shape['kind']): void {
    this.#kind = kind;
    this.#draws(true);
    this.#set([]);
  }

  #set(points: readonly LonLat[]): void {
    this.#points = points;
    this.#show(shapeOf(this.#kind, points));
  }

  #show(shape: Shape | undefined): void {
    this.#shape = shape;
    this.#answer = undefined;
    this.#failure = undefined;
    const way = this.#way;
    way.parts = shape?.parts ?? [this.#points];
    way.shaded = way.closed = this.#kind === 'area';
    way.update();
    this.#draw();
    void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#work?.abort();
    const shape = this.#shape;
    if (!shape) return;
    const work = new AbortController();
    this.#work = work;
    try {
      const open = await engineOf(new AbortController().signal, (progress) => this.#tell(progress));
      if (work.signal.aborted) return;
      const { day, viewpoint } = this.#context.state.get();
      const query = new URLSearchParams({ ...(viewpoint && { viewpoint }), ...(shape.kind === 'line' && { datetime: toISO(day) }) });
      const answer = await open.answer(`drawn${query.size > 0 ? `?${String(query)}` : ''}`, { body: new Blob([shape.document]), signal: work.signal });
      if (answer.status !== 200) this.#refuse(await refusal(answer));
      else {
        const read = JSON.parse(await answer.body.text()) as AreaAnswer & LineAnswer;
        if (work.signal.aborted) return;
        this.#answer = { [shape.kind]: read, notes: answer.notes };
        this.#failure = undefined;
        this.#draw();
      }
    } catch (error) {
      if (!isAbort(error)) this.#refuse(errorElement(error, this.#context.texts));
    }
  }

  #tell({ of }: Progress): void {
    this.#status.textContent = of === 'fetch' ? this.#words.fetching : this.#words.opening;
  }

  #refuse(reason: Child): void {
    this.#failure = el('p', { class: 'problem', role: 'alert' }, reason);
    this.#draw();
  }

  #draw(): void {
    const words = this.#words;
    const [shape, answer, drawing] = [this.#shape, this.#answer, this.#drawing];
    this.#status.textContent = answer ? this.#sum() : drawing ? words.hint : shape && !this.#failure ? words.asking : '';
    const choice = (kind: Shape['kind'], text: string) => button({ class: 'plain', 'data-key': kind,
      'aria-pressed': String(drawing && this.#kind === kind) }, () => this.#begin(kind), text);
    replaceContent(this.#body,
      !shape && !drawing && el('p', {}, words.about),
      this.#failure,
      el('p', { class: 'pair' }, choice('area', words.area), choice('line', words.line),
        !shape && !drawing && button({ class: 'plain', 'data-key': 'file' }, () => this.#input.click(), words.file)),
      drawing && el('p', { class: 'pair' },
        button({ class: 'plain', 'data-key': 'undo', disabled: this.#points.length === 0 }, () => this.#set(this.#points.slice(0, -1)), words.undo),
        button({ class: 'plain', 'data-key': 'done' }, () => this.#draws(false), words.done)),
      answer && answer.notes !== '' && el('p', { class: 'caution small', lang: 'en' }, `${answer.notes}.`),
      answer?.area && this.#area(answer.area), answer?.line && this.#line(answer.line),
      answer && el('p', { class: 'pair' },
        button({ class: 'plain', 'data-key': 'csv' }, () => this.#save(), words.csv),
        button({ class: 'plain', 'data-key': 'geojson' }, () => save('drawing.geojson', 'application/geo+json', shape?.document ?? ''), words.geojson)),
      el('p', { class: 'small muted' }, words.stays));
  }

  /** The size of what is drawn, in words. */
  #sum(): string {
    const { area, line } = this.#answer ?? {};
    if (area) return this.#words.size(this.#km2(area.drawn_km2));
    return line ? this.#words.length(this.#km(line.km)) : '';
  }

  #area(area: AreaAnswer): HTMLElement {
    const { texts, state } = this.#context;
    const day = toISO(state.get().day);
    const now = area.series.find(({ from, to }) => (from === null || from <= day) && (to === null || day < to));
    const held = now?.areas ?? [];
    const rest = area.drawn_km2 - held.reduce((sum, { km2 }) => sum + km2, 0);
    const share = (km2: number) => `${formatExact(Math.round(1000 * km2 / area.drawn_km2) / 10, texts.locale)}\u00a0%`;
    return el('div', {}, el('h3', {}, texts.onDay(formatDay(state.get().day, texts.locale))),
      el('ul', { class: 'table-lines' }, ...held.map((one) => this.#item(one, `${this.#km2(one.km2)} · ${share(one.km2)}`)),
        rest > 1e-5 * area.drawn_km2 && this.#item({ controller: null, status: outside }, `${this.#km2(rest)} · ${share(rest)}`)),
      area.series.length > 0 && areaChart(this.#context, area));
  }

  #line(line: LineAnswer): HTMLElement {
    const words = this.#words;
    const { texts, state } = this.#context;
    const more = line.sections.length - mostSections;
    return el('div', {}, el('h3', {}, texts.onDay(formatDay(state.get().day, texts.locale))),
      line.reason !== undefined && el('p', { class: 'caution small', lang: 'en' }, line.reason),
      el('ul', { class: 'table-lines' }, ...line.lengths.map((one) => this.#item(one, this.#km(one.km)))),
      el('details', { open: true }, el('summary', { 'data-key': 'sections' }, words.sections),
        el('ol', { class: 'table-lines' }, ...line.sections.slice(0, mostSections).map((one) =>
          this.#item(one, words.from(this.#km(one.from_km), this.#km(one.km)), this.#zone(one.zone), one.uncertain && words.uncertain))),
        more > 0 && el('p', { class: 'small muted' }, words.more(formatExact(more, this.#context.texts.locale)))));
  }

  #item(held: Holder, amount: string, ...more: readonly Child[]): HTMLElement {
    const context = this.#context;
    const { controller, status } = held;
    const name = status === outside ? this.#words.outside : el('span', {}, holderName(context, controller, status),
      controller !== null && ` · ${statusName(context, status, context.state.get().lang)}`);
    return el('li', {}, el('span', { class: 'table-holder' }, status !== outside && swatch(context.symbology.fill(held), 20, 14),
      el('span', {}, name, ...more.flatMap((one) => one ? [el('br'), el('span', { class: 'small muted' }, one)] : []))),
      el('span', { class: 'amount' }, amount));
  }

  #zone(id: string | null): Child {
    const names = id !== null && this.#context.timeline.zones.get(id)?.names;
    return names ? told(this.#context, 'span', names) : id ?? undefined;
  }

  #km2(km2: number): string {
    const digits = km2 < 10 ? 3 : km2 < 1000 ? 1 : 0;
    return `${formatExact(Number(km2.toFixed(digits)), this.#context.texts.locale)}\u00a0${this.#words.km2}`;
  }

  #km(km: number): string {
    return `${formatExact(Number(km.toFixed(km < 10 ? 2 : 1)), this.#context.texts.locale)}\u00a0${this.#words.km}`;
  }

  #save(): void {
    const { area, line } = this.#answer ?? {};
    if (area) {
      save('drawn-area.csv', 'text/csv', table(['from', 'to', 'controller', 'status', 'km2', 'zones', 'drawn_km2'],
        area.series.flatMap(({ from, to, areas }) => areas.map(({ controller, status, km2, zones }) => [from, to, controller, status, km2, zones, area.drawn_km2]))));
    } else if (line) {
      save('drawn-line.csv', 'text/csv', table(['date', 'from_km', 'km', 'zone', 'controller', 'status', 'uncertain', 'start_lon', 'start_lat', 'end_lon', 'end_lat'],
        line.sections.map(({ from_km, km, zone, controller, status, uncertain, start, end }) =>
          [toISO(this.#context.state.get().day), from_km, km, zone, controller, status, String(uncertain ?? false), ...start, ...end])));
    }
  }
}

/** Why the engine refuses a drawing, in its words. */
async function refusal({ body }: EngineAnswer): Promise<HTMLElement> {
  const { detail = '', hint = '' } = JSON.parse(await body.text()) as { detail?: string; hint?: string };
  return el('span', { lang: 'en' }, [detail, hint].filter(Boolean).join('; '));
}

import { isAbort } from '../request.ts';
import { holderName, statusName, type Context } from '../context.ts';
import { toISO } from '../days.ts';
import { afterPaint, button, byId, el, icon, replaceContent, type Child } from '../dom.ts';
import { Engine, type EngineAnswer, type Kind, type Progress, type Sheet } from '../engine/engine.ts';
import { engineOf } from '../engine/shared.ts';
import { formatExact } from '../format.ts';
import { fitBox } from '../map.ts';
import { errorElement } from '../notice.ts';
import { save } from '../save.ts';
import type { Stage } from '../stage.ts';
import { swatch } from '../swatch.ts';
import { tableTexts, type TableTexts } from '../texts/table.ts';
import { readTheme } from '../theme.ts';
import { besideCard, takePlace } from './card.ts';
import { RowsLayer } from './layer.ts';
import { firstOf, outside, Rows } from './rows.ts';

/** So many lines of a list are shown. */
const mostLines = 12;

let card: Card | undefined;

/** Shows the card of the reader's table over the map, and locates a file that was dropped. */
export function openTable(context: Context, stage: Stage, file?: File): void {
  card ??= new Card(context, stage, () => { card = undefined; });
  if (file) void card.take(file);
  else card.focus();
}

class Card {
  readonly #context: Context;
  readonly #stage: Stage;
  readonly #words: TableTexts;
  readonly #layer: RowsLayer;
  readonly #body = el('div', { class: 'table-body' });
  readonly #status = el('p', { class: 'small', role: 'status' });
  readonly #bar = el('progress', { max: 1 });
  readonly #input = el('input', { type: 'file', class: 'visually-hidden', tabindex: -1, 'aria-hidden': 'true',
    accept: '.csv,.tsv,.tab,.txt,.ndjson,.jsonl,.json,.geojson,.geojsonl,.geojsons,.gz,.xlsx' });
  readonly #root: HTMLElement;
  readonly #stops: (() => void)[] = [];
  #file: File | undefined;
  #rows = new Rows();
  #answer: EngineAnswer | undefined;
  #sheet: Sheet | undefined;
  #asOf: string | undefined;
  #work: AbortController | undefined;

  constructor(context: Context, stage: Stage, gone: () => void) {
    this.#context = context;
    this.#stage = stage;
    const { state, texts } = context;
    const words = tableTexts(texts.locale);
    this.#words = words;
    this.#layer = new RowsLayer((kind) => context.symbology.actor(this.#rows.kinds[kind]?.controller)?.color ?? readTheme().label);
    this.#layer.addTo(stage.pane.map);
    this.#input.addEventListener('change', () => {
      const file = this.#input.files?.[0];
      this.#input.value = ''; // the same file may be chosen again
      if (file) void this.take(file);
    });
    const close = () => {
      leave();
      this.#work?.abort();
      this.#stops.forEach((stop) => stop());
      this.#layer.remove();
      this.#root.remove();
      gone();
    };
    const leave = takePlace(close);
    this.#root = el('section', { class: 'table-card', 'aria-labelledby': 'table-title' },
      el('div', { class: 'place-head' }, el('h2', { id: 'table-title' }, words.title),
        button({ class: 'icon-button', 'aria-label': words.close, title: words.close }, close, icon('close'))),
      this.#input, this.#body);
    this.#root.addEventListener('keydown', (event) => event.key === 'Escape' && close());
    byId('stage').append(this.#root);
    const draw = afterPaint(() => this.#draw());
    this.#stops.push(state.watch(['day'], () => { this.#follow(); draw(); }), state.watch(['names'], draw),
      state.watch(['viewpoint'], () => this.#file && void this.take(this.#file)));
    this.#draw();
  }

  focus(): void {
    this.#root.querySelector<HTMLElement>('.choose')?.focus();
  }

  /** Locates a table, in place of the one before. */
  async take(file: File, asOf?: string): Promise<void> {
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    [this.#file, this.#rows, this.#answer, this.#asOf] = [file, new Rows(), undefined, asOf];
    this.#follow();
    const words = this.#words;
    this.#say(el('p', { class: 'file' }, file.name), this.#status, this.#bar,
      button({ class: 'plain', 'data-key': 'cancel' }, () => work.abort(), words.cancel));
    this.#tell({ of: 'fetch', bytes: 0, size: 0 });
    try {
      const progress = (of: Progress) => this.#tell(of);
      const sheet = isWorkbook(file.name) ? await Engine.sheet(file, { signal: work.signal, progress }) : undefined;
      const open = await engineOf(work.signal, progress);
      const answer = await open.answer(`locate${this.#query(file, asOf)}`, {
        body: sheet?.csv ?? file, signal: work.signal, progress,
        points: (points) => {
          if (work.signal.aborted) return;
          this.#rows.add(points);
          this.#layer.update();
        },
      });
      if (answer.status !== 200) return this.#say(el('p', { class: 'file' }, file.name), await refusal(answer, words));
      [this.#answer, this.#sheet] = [answer, sheet];
      this.#follow();
      this.#fit();
      this.#draw();
    } catch (error) {
      if (this.#work !== work) return; // another table has taken its place
      this.#say(isAbort(error) ? words.cancelled
        : el('p', { class: 'problem', role: 'alert' }, `${words.failed} `, errorElement(error, this.#context.texts)));
    }
  }

  #query(file: File, asOf: string | undefined): string {
    const query = new URLSearchParams();
    const { viewpoint } = this.#context.state.get();
    const format = formatOf(file.name);
    if (format) query.set('format', format);
    if (viewpoint) query.set('viewpoint', viewpoint);
    if (asOf) query.set('datetime', asOf);
    return query.size > 0 ? `?${String(query)}` : '';
  }

  #tell({ of, bytes, size, rows }: Progress): void {
    const words = this.#words;
    if (size > 0) this.#bar.value = bytes / size;
    else this.#bar.removeAttribute('value');
    this.#status.textContent = of === 'fetch' ? words.fetching : of === 'open' ? words.opening
      : words.locating(this.#number(rows ?? 0));
  }

  /** The layer shows the day of the state, unless the rows have none. */
  #follow(): void {
    this.#layer.rows = this.#rows;
    this.#layer.day = this.#rows.dated ? this.#context.state.get().day : undefined;
    this.#layer.update();
  }

  #fit(): void {
    const { box } = this.#rows;
    if (box[0] <= box[2]) fitBox(this.#stage.pane.map, box, { paddingTopLeft: besideCard(this.#root, this.#stage.pane.map), paddingBottomRight: [40, 40] });
  }

  #number(n: number): string {
    return formatExact(n, this.#context.texts.locale);
  }

  /** The card says what stands in place of a result. */
  #say(...content: readonly Child[]): void {
    replaceContent(this.#body, ...content, this.#chooser());
  }

  #chooser(): HTMLElement {
    const words = this.#words;
    return el('div', {}, el('p', {}, button({ class: 'plain choose', 'data-key': 'choose' }, () => this.#input.click(),
      this.#file ? words.another : words.choose)), el('p', { class: 'small muted' }, words.stays));
  }

  #draw(): void {
    const words = this.#words;
    if (!this.#file) this.#say(el('p', {}, words.about));
    if (!this.#file || !this.#answer) return;
    const [file, answer, rows] = [this.#file, this.#answer, this.#rows];
    const { day } = this.#context.state.get();
    const held = rows.held();
    const wrong = rows.wrong();
    const sum = (list: readonly { readonly rows: number }[]) => list.reduce((all, one) => all + one.rows, 0);
    this.#say(el('p', { class: 'file' }, file.name),
      el('p', { role: 'status' }, `${words.rows(this.#number(sum(held) + sum(wrong)))}, ${words.located(this.#number(sum(held)))}. `,
        rows.dated && `${words.onDay(this.#number(rowsOn(rows, day)))}.`),
      !rows.dated && sum(held) > 0 && el('p', { class: 'small' }, `${words.undated(toISO(rows.first))} `,
        toISO(day) !== (this.#asOf ?? toISO(rows.first)) && button({ class: 'link', 'data-key': 'as-shown' }, () => void this.take(file, toISO(day)), words.asShown)),
      this.#sheet && el('p', { class: 'small' }, words.sheet(this.#sheet.name, this.#sheet.others)),
      answer.read !== '' && el('p', { class: 'small muted', lang: 'en' }, `${answer.read}.`),
      answer.notes !== '' && el('p', { class: 'caution small', lang: 'en' }, `${answer.notes}.`),
      this.#list(words.holders, held.map(({ kind, rows: n }) => [this.#holder(kind), n])),
      rows.dated && this.#months(rows),
      wrong.length > 0 && el('details', { open: sum(held) === 0 },
        el('summary', { 'data-key': 'wrong' }, words.wrong(this.#number(sum(wrong)))),
        this.#list('', wrong.map(({ kind, rows: n }) => [el('span', { lang: 'en' }, kind.error), n]))),
      el('p', { class: 'pair' },
        button({ class: 'plain', 'data-key': 'save' }, () => save(nameOf(file.name), answer.type, answer.body), words.save),
        button({ class: 'plain', 'data-key': 'show' }, () => this.#fit(), words.show)));
  }

  #holder({ controller, status }: Kind): Child {
    const context = this.#context;
    const { lang } = context.state.get();
    if (status === outside) return this.#words.outside;
    const fill = context.symbology.fill({ controller: controller || null, status });
    return el('span', { class: 'table-holder' }, swatch(fill, 20, 14), el('span', {}, holderName(context, controller || null, status),
      controller !== '' && ` · ${statusName(context, status, lang)}`));
  }

  #months(rows: Rows): HTMLElement {
    const months = [...rows.months].sort(([a], [b]) => a - b);
    return el('details', {}, el('summary', { 'data-key': 'months' }, this.#words.months),
      this.#list('', months.map(([month, n]) => [button({ class: 'link' },
        () => this.#context.state.set({ day: firstOf(month) }), toISO(firstOf(month)).slice(0, -3)), n]), 600));
  }

  #list(title: string, lines: readonly (readonly [Child, number])[], most = mostLines): HTMLElement | false {
    if (lines.length === 0) return false;
    const more = lines.length - most;
    return el('div', {}, title !== '' && el('h3', {}, title),
      el('ul', { class: 'table-lines' }, ...lines.slice(0, most).map(([label, n]) =>
        el('li', {}, el('span', {}, label), el('span', { class: 'amount' }, this.#number(n))))),
      more > 0 && el('p', { class: 'small muted' }, this.#words.more(this.#number(more))));
  }
}

function rowsOn({ pieces }: Rows, day: number): number {
  let count = 0;
  for (const { days } of pieces) for (const one of days) if (one === day) count++;
  return count;
}

/** Why the engine refuses a table, in its words. */
async function refusal({ body }: EngineAnswer, words: TableTexts): Promise<HTMLElement> {
  const { detail = '', hint = '' } = JSON.parse(await body.text()) as { detail?: string; hint?: string };
  return el('p', { class: 'problem', role: 'alert' }, `${words.unreadable} `, el('span', { lang: 'en' }, [detail, hint].filter(Boolean).join('; ')));
}

/** The format of a file by its name, where that tells. */
function formatOf(name: string): string {
  const extension = /\.([a-z]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (['csv', 'tsv', 'tab', 'psv', 'xlsx'].includes(extension)) return 'csv';
  if (['ndjson', 'jsonl'].includes(extension)) return 'ndjson';
  return ['geojsons', 'geojsonl', 'geojsonseq'].includes(extension) ? 'geojsonseq' : '';
}

function isWorkbook(name: string): boolean {
  return /\.xlsx$/i.test(name);
}

/** What the table is saved as: what is written is plain, also of a file that was compressed, and CSV of a workbook. */
function nameOf(name: string): string {
  const plain = name.replace(/\.gz$/i, '').replace(/\.xlsx$/i, '.csv');
  const dot = plain.lastIndexOf('.');
  return dot > 0 ? `${plain.slice(0, dot)}-located${plain.slice(dot)}` : `${plain}-located`;
}

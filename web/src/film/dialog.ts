import type { Context } from '../context.ts';
import { spansOf } from '../controls/spans.ts';
import { toISO, type Day } from '../days.ts';
import { dateInput } from '../datefield.ts';
import { openDialog } from '../dialog.ts';
import { button, el } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { pick, pickedLang } from '../names.ts';
import { save } from '../save.ts';
import { frameSizes, type FrameSize } from '../picture/picture.ts';
import type { Stage } from '../stage.ts';
import { filmTexts } from '../texts/film.ts';
import { filmDays, mostFrames, usual, type Which } from './days.ts';
import { formatsHere, type Format } from './formats.ts';
import { lastSeconds, makeFilm } from './make.ts';
import '../style/film.css';

/** Pictures in a second that can be chosen. */
const speeds = [1, 2, 4, 8, 16] as const;

/** The sizes of a film, the first the one that is meant. */
const sizes: readonly FrameSize[] = ['wide', 'small', 'square'];

interface Range {
  readonly first: Day;
  readonly last: Day;
}

/** Asks which days are made a film, in which form, and makes it. */
export function openFilm(context: Context, stage: Stage): void {
  const { texts: { locale }, timeline, dataset } = context;
  const texts = filmTexts(locale);
  const number = (n: number) => formatNumber(n, locale);
  const named = namedRanges(context, texts.seen);
  let range = usualRange(context, named.map(({ range: one }) => one));
  let underway: AbortController | undefined;

  const which = choice<Which>([['days', texts.which.days], ['changes', texts.which.changes]]);
  const speed = choice(speeds.map((n) => [String(n), number(n)] as const), '4');
  const size = choice(sizes.map((one) => [one, frameSizes[one].name] as const));
  const format = choice<Format['container']>([]);
  const formats = new Map<string, Format>();
  const ranges = choice([...named.map(({ title }, i) => [String(i), title] as const), ['own', texts.own] as const]);
  for (const [i, { lang }] of named.entries()) ranges.options[i]?.setAttribute('lang', lang);
  const [from, to] = ([['first', texts.from], ['last', texts.to]] as const).map(([end, text]) =>
    dateInput(context, text, () => range[end], (day) => take({ ...range, [end]: day })));
  const length = el('p', { class: 'small', role: 'status' });
  const said = el('p', { class: 'small', role: 'status' });
  const progress = el('progress', { hidden: true, 'aria-label': texts.title, value: 0, max: 1 });
  const preview = el('div', { class: 'film-preview' });
  const start = button({ class: 'plain', id: 'film-save' }, () => void make(), texts.save);
  const stop = button({ class: 'plain', id: 'film-stop', hidden: true }, () => underway?.abort(), texts.stop);

  const wanted = () => filmDays(range.first, range.last, which.value as Which, timeline.changes);
  const update = () => {
    const days = range.first <= range.last ? wanted() : [];
    const seconds = ((days?.length ?? 1) - 1) / Number(speed.value) + Math.max(lastSeconds, 1 / Number(speed.value));
    length.textContent = range.first > range.last ? texts.backwards : days === undefined ? texts.tooMany(number(mostFrames))
      : texts.length(number(days.length), number(Math.round(seconds)));
    start.disabled = !days || days.length === 0 || formats.size === 0;
  };
  function take(next: Range): void {
    range = next;
    const known = named.findIndex((one) => one.range.first === next.first && one.range.last === next.last);
    ranges.value = known < 0 ? 'own' : String(known);
    which.value = usual(range.first, range.last);
    from?.update();
    to?.update();
    update();
  }
  ranges.addEventListener('change', () => take(named[Number(ranges.value)]?.range ?? range));
  for (const select of [which, speed]) select.addEventListener('change', update);

  const label = (text: string, control: HTMLElement) => el('label', {}, el('span', {}, text), control);
  const fields = el('fieldset', { class: 'film-fields' },
    label(texts.range, ranges), el('div', { class: 'film-dates' }, from?.element, to?.element),
    label(texts.frames, which), label(texts.speed, speed), label(texts.size, size), label(texts.format, format));
  const dialog = openDialog(context, texts.title, fields, length, el('p', { class: 'pair' }, start, stop),
    progress, said, preview);
  dialog.classList.add('film');
  dialog.addEventListener('close', () => underway?.abort());
  take(range);
  void formatsHere().then((found) => {
    for (const one of found) {
      formats.set(one.container, one);
      format.append(el('option', { value: one.container }, formatNames[one.container]));
    }
    if (found.length === 1) said.textContent = texts.gifOnly;
    update();
  });

  async function make(): Promise<void> {
    const [days, chosen] = [wanted(), formats.get(format.value)];
    if (!days || !chosen) return;
    const controller = underway = new AbortController();
    busy(true);
    try {
      const file = await makeFilm(context, stage,
        { days, perSecond: Number(speed.value), size: size.value as FrameSize, format: chosen },
        { signal: controller.signal, shows: (canvas) => preview.replaceChildren(canvas), done: (done) => {
          progress.value = done / days.length;
          said.textContent = done < days.length ? texts.making(number(done), number(days.length)) : texts.finishing;
        } });
      save(`${dataset.id}-${toISO(range.first)}_${toISO(range.last)}.${chosen.container}`, file.type, file);
      said.textContent = texts.saved((file.size / 1e6).toLocaleString(locale, { maximumFractionDigits: 1 }));
    } catch (error) {
      said.textContent = controller.signal.aborted ? texts.stopped
        : texts.failed(error instanceof Error ? error.message : String(error));
    }
    underway = undefined;
    busy(false);
  }
  function busy(on: boolean): void {
    const focused = document.activeElement === start || document.activeElement === stop;
    fields.disabled = start.hidden = on;
    stop.hidden = progress.hidden = !on;
    progress.value = 0;
    if (!on) update();
    if (focused) (on ? stop : start).focus();
  }
}

const formatNames = { webm: 'WebM', mp4: 'MP4', gif: 'GIF' } as const;

function choice<T extends string>(options: readonly (readonly [T, string])[], value?: T): HTMLSelectElement {
  const select = el('select', {}, ...options.map(([one, text]) => el('option', { value: one }, text)));
  if (value !== undefined) select.value = value;
  return select;
}

/** The named stretches of time, and what the time bar shows. */
function namedRanges(
  context: Context, seen: string,
): readonly { readonly title: string; readonly lang: string; readonly range: Range }[] {
  const { lang } = context.state.get();
  const [first, last] = ends();
  const within = (day: Day) => Math.min(Math.max(day, Number(all().min)), Number(all().max));
  return [{ title: seen, lang: context.texts.locale, range: { first, last } },
    ...spansOf(context).map(({ title, from, to }) => ({ title: pick(title, lang), lang: pickedLang(title, lang),
      range: { first: Number.isFinite(from) ? from : within(-Infinity), last: Number.isFinite(to) ? to - 1 : within(Infinity) } }))];
}

/** The slider of days, whose ends are those of what the time bar shows. */
function all(): HTMLInputElement {
  const slider = document.querySelector<HTMLInputElement>('#timebar input.slider');
  if (!slider) throw new Error('no slider of days');
  return slider;
}

/** The first and the last whole day that the time bar shows. */
function ends(): readonly [Day, Day] {
  const { min, max } = all();
  return [Math.ceil(Number(min)), Math.floor(Number(max))];
}

/**
 * The range that is meant when nobody says: what a time bar shows that was zoomed; of one that shows
 * all days the shortest named stretch around the day in view.
 */
function usualRange({ state, timeline }: Context, [seen, ...spans]: readonly Range[]): Range {
  const { day } = state.get();
  const shown = seen ?? { first: day, last: day };
  const zoomed = shown.last - shown.first < (timeline.changes.at(-1) ?? 0) - (timeline.changes[0] ?? 0);
  const around = spans.filter(({ first, last }) => first <= day && day <= last)
    .sort((a, b) => a.last - a.first - (b.last - b.first));
  return zoomed ? shown : around[0] ?? shown;
}

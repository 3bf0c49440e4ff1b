import type { Context } from '../context.ts';
import type { Day } from '../days.ts';
import { el } from '../dom.ts';
import type { Names } from '../model.ts';
import { pick, pickedLang } from '../names.ts';
import { interval } from '../timeline.ts';

/** A named stretch of days. */
interface Span {
  readonly title: Names;
  readonly from: Day;
  readonly to: Day;
}

/** The named stretches of time. */
export function spansOf({ dataset }: Pick<Context, 'dataset'>): readonly Span[] {
  return (dataset.spans ?? []).map(({ title, from, to }) => ({ title, ...interval(from, to) }));
}

/** The named stretches of time that hold a day. */
export function spansOn(context: Context, day: Day): readonly Span[] {
  return spansOf(context).filter(({ from, to }) => from <= day && day < to);
}

/** The named stretches of time as lines under the bar; the line of the date says their names. */
export function spanRow(context: Context, first: Day, last: Day): HTMLElement {
  const { lang } = context.state.get();
  const clamp = (day: Day) => Math.min(Math.max(day, first), last);
  const row = el('div', { class: 'spans', role: 'list', 'aria-label': context.texts.spans });
  for (const { title, from, to } of spansOf(context)) {
    const text = pick(title, lang);
    const line = el('span', { class: 'span', role: 'listitem', 'aria-label': text, title: text,
      lang: pickedLang(title, lang) });
    line.style.left = `${((clamp(from) - first) / (last - first)) * 100}%`;
    line.style.width = `${((clamp(to) - clamp(from)) / (last - first)) * 100}%`;
    row.append(line);
  }
  row.hidden = row.childElementCount === 0;
  return row;
}

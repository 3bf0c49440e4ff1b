import type { Context } from '../context.ts';
import { formatDay, type Day } from '../days.ts';
import { el } from '../dom.ts';
import { previousChange } from '../epochs.ts';
import type { Store } from '../state.ts';
import type { Shown } from './track.ts';

/**
 * A range on the time bar, from the other date to the day shown; the map draws the changes within
 * it.
 */
export interface RangeControl {
  /** The box that switches it. */
  readonly box: HTMLElement;
  /** The band over the strip, and the slider of its first day. */
  readonly band: HTMLElement;
  readonly slider: HTMLInputElement;
}

/** A range is the comparison that draws only differences, with the same state and address. */
export function rangeControl(
  { state, texts, timeline }: Context, shown: Store<Shown>,
): RangeControl {
  const { first, last } = shown.get();
  const input = el('input', { type: 'checkbox', id: 'range' });
  const box = el('label', { class: 'option', for: 'range' }, input, texts.range);
  const band = el('div', { class: 'range-band', hidden: true });
  const slider = el('input', {
    type: 'range', class: 'slider from', min: first, max: last, step: 1,
    'aria-label': texts.rangeStart, hidden: true,
  });
  const share = (day: Day) => {
    const { first, last } = shown.get();
    return (Math.min(Math.max(day, first), last) - first) / (last - first);
  };
  const update = () => {
    const { mode, compare, day } = state.get();
    const on = mode === 'difference' && compare !== null;
    input.checked = on;
    band.hidden = slider.hidden = !on;
    if (!on) return;
    slider.value = String(compare);
    slider.setAttribute('aria-valuetext', formatDay(compare, texts.locale));
    band.classList.toggle('reversed', compare > day);
    band.style.setProperty('--from', String(share(Math.min(compare, day))));
    band.style.setProperty('--to', String(share(Math.max(compare, day))));
  };
  input.addEventListener('change', () => {
    const { compare, day } = state.get();
    if (!input.checked) return state.set({ mode: 'one' });
    state.set({ mode: 'difference',
      compare: compare ?? (previousChange(timeline.changes, day) ?? first + 1) - 1 });
  });
  slider.addEventListener('input', () => state.set({ compare: Math.round(Number(slider.value)) }));
  state.watch(['mode', 'compare', 'day'], update);
  shown.subscribe(update);
  update();
  return { box, band, slider };
}

/** Half of what is drawn of a slider's handle; its day is at the middle. */
const handlePx = 12;

/**
 * How many days the slider, pressed at a place, answers too few: the handles of a range stand
 * beside their days, and the track with them. Nothing on the handle itself, which is dragged as it
 * stands.
 */
export function besideHandle(slider: HTMLInputElement, clientX: number): number {
  const box = slider.getBoundingClientRect();
  const [min, max, value] = [Number(slider.min), Number(slider.max), Number(slider.value)];
  const pxPerDay = (box.width - 2 * handlePx) / (max - min);
  const handle = box.left + handlePx + (value - min) * pxPerDay;
  if (Math.abs(clientX - handle) <= handlePx) return 0;
  return Math.round(new DOMMatrix(getComputedStyle(slider).transform).m41 / pxPerDay);
}

import type { Context } from '../context.ts';
import { formatDay, parseTyped, toISO } from '../days.ts';
import { el } from '../dom.ts';

/** A field to type a date into; it says how a year or a month was read, and what it could not read. */
export function dateField({ state, texts }: Context): HTMLFormElement {
  const input = el('input', {
    id: 'date', type: 'text', inputmode: 'numeric', autocomplete: 'off', spellcheck: 'false', size: 10,
    maxlength: 12, 'aria-label': texts.goToDate, 'aria-describedby': 'date-message', title: texts.dateHint,
  });
  const message = el('p', { id: 'date-message', class: 'message', role: 'status' });
  const form = el('form', { class: 'datefield', novalidate: true }, input, message);
  const say = (text: string, wrong: boolean) => {
    message.textContent = text;
    if (wrong) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  const apply = () => {
    const text = input.value.trim();
    const typed = parseTyped(text);
    if (!typed) return say(texts.dateUnreadable(text), true);
    state.set({ day: typed.day });
    input.value = toISO(typed.day);
    const read = { day: () => '', month: texts.dateOfMonth, year: texts.dateOfYear }[typed.precision];
    say(read(text, formatDay(typed.day, texts.locale)), false);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  input.addEventListener('focus', () => input.select());
  input.addEventListener('blur', () => {
    if (input.value.trim() !== toISO(state.get().day)) apply();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    input.value = toISO(state.get().day);
    say('', false);
  });
  state.watch(['day'], ({ day }) => {
    input.value = toISO(day);
    say('', false);
  });
  input.value = toISO(state.get().day);
  return form;
}

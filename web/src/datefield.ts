import type { Context } from './context.ts';
import { formatDay, parseTyped, toISO, type Day } from './days.ts';
import { el } from './dom.ts';

let count = 0;

/** A field for a date with a message under it; `update` shows the current date in it again. */
export interface DateInput {
  readonly element: HTMLFormElement;
  readonly input: HTMLInputElement;
  readonly update: () => void;
}

/**
 * A field to type a date into; it says how a year or a month was read, and what it could not read.
 */
export function dateInput(
  { texts }: Context, label: string, value: () => Day, chosen: (day: Day) => void, labelled = true,
): DateInput {
  const messageId = `date-message-${count++}`;
  const input = el('input', {
    type: 'text', inputmode: 'numeric', autocomplete: 'off', spellcheck: 'false', size: 11,
    maxlength: 24, 'aria-label': label, 'aria-describedby': messageId, title: texts.dateHint,
  });
  const message = el('p', { id: messageId, class: 'message', role: 'status' });
  const form = el('form', { class: 'datefield', novalidate: true },
    labelled && el('span', { class: 'muted small' }, label), input, message);
  const say = (text: string, wrong: boolean) => {
    message.textContent = text;
    if (wrong) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  const reset = () => {
    if (document.activeElement === input && input.value !== '' &&
      input.getAttribute('aria-invalid')) return;
    input.value = toISO(value());
    say('', false);
  };
  const apply = () => {
    const text = input.value.trim();
    const typed = parseTyped(text);
    if (!typed) return say(texts.dateUnreadable(text), true);
    chosen(typed.day);
    input.value = toISO(typed.day);
    const read = { day: () => '', month: texts.dateOfMonth,
      year: texts.dateOfYear }[typed.precision];
    say(read(text, formatDay(typed.day, texts.locale)), false);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  input.addEventListener('focus', () => input.select());
  input.addEventListener('blur', () => {
    if (input.value.trim() !== toISO(value())) apply();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    input.value = toISO(value());
    say('', false);
  });
  reset();
  return { element: form, input, update: reset };
}

/** The field of the time bar. */
export function dateField(context: Context): HTMLFormElement {
  const { state, texts } = context;
  const field = dateInput(context, texts.goToDate, () => state.get().day,
    (day) => state.set({ day }), false);
  field.input.id = 'date';
  state.watch(['day'], field.update);
  return field.element;
}

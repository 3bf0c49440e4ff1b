import type { Context } from './context.ts';
import { dayOf, formatDay, parseISO, toISO, type Day } from './days.ts';
import { button, el } from './dom.ts';
import { lazily } from './lazy.ts';
import type { Reading } from './spelling/read.ts';
import type { Texts } from './texts/texts.ts';

let count = 0;

/** A field for a date with a message under it; `update` shows the current date in it again. */
export interface DateInput {
  readonly element: HTMLFormElement;
  readonly input: HTMLInputElement;
  readonly update: () => void;
}

/**
 * A field to type a date into, as people write dates; it says how a year, a month or an uncertain
 * date was read, asks which of two days is meant, and says what it could not read.
 */
export function dateInput(
  context: Context, label: string, value: () => Day, chosen: (day: Day) => void, labelled = true,
): DateInput {
  const { texts } = context;
  const messageId = `date-message-${count++}`;
  const input = el('input', {
    type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', size: 11,
    maxlength: 100, 'aria-label': label, 'aria-describedby': messageId, title: texts.dateHint,
  });
  const message = el('p', { id: messageId, class: 'message', role: 'status' });
  const form = el('form', { class: 'datefield', novalidate: true },
    labelled && el('span', { class: 'muted small' }, label), input, message);
  let said = ''; // of which text the message speaks
  let typing = false; // a text that has led nowhere yet: the days may move meanwhile
  const say = (text: string, wrong: boolean, ...choices: readonly Node[]) => {
    message.replaceChildren(...(text ? [text] : []), ...choices);
    if (wrong) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  const show = (day: Day) => {
    typing = false;
    chosen(day);
    input.value = toISO(day);
    said = '';
  };
  const reset = () => {
    if (document.activeElement === input && input.value !== '' &&
      (typing || input.getAttribute('aria-invalid'))) return;
    input.value = toISO(value());
    say('', false);
  };
  const take = (text: string, reading: Reading) => {
    said = text;
    if ('wrong' in reading) {
      return say({ 'short year': texts.dateShortYear, 'two years': texts.dateTwoYears,
        'no date': texts.dateUnreadable }[reading.wrong](text), true);
    }
    if ('either' in reading) {
      return say(texts.dateEither(text), true, ...reading.either.map((day) =>
        button({ class: 'plain small' }, () => {
          show(day);
          say('', false);
          input.focus();
        }, formatDay(day, texts.locale))));
    }
    const day = Number.isFinite(reading.first) ? reading.first : reading.last;
    show(day);
    say(readingWords(texts, text, reading.part, day), false);
  };
  const apply = () => {
    const text = input.value.trim();
    const plain = parseISO(text); // for which nothing more needs to be fetched
    if (plain !== undefined) {
      show(plain);
      return say('', false);
    }
    void lazily(context, async () => {
      const { readDate } = await import('./spelling/read.ts');
      if (input.value.trim() === text) take(text, readDate(text, today()));
    });
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  // a choice is pressed without leaving the field
  message.addEventListener('pointerdown', (event) => event.preventDefault());
  input.addEventListener('input', () => (typing = true));
  input.addEventListener('focus', () => input.select());
  input.addEventListener('blur', () => {
    const text = input.value.trim();
    if (text !== toISO(value()) && text !== said) apply();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    typing = false;
    input.value = toISO(value());
    say('', false);
  });
  reset();
  return { element: form, input, update: reset };
}

/** How a text was read that is not one day. */
function readingWords(
  texts: Texts, text: string, part: 'day' | 'month' | 'year' | 'uncertain', day: Day,
): string {
  if (part === 'day') return '';
  return { month: texts.dateOfMonth, year: texts.dateOfYear,
    uncertain: texts.dateOfUncertain }[part](text, formatDay(day, texts.locale));
}

/** The day that it is where the reader is. */
function today(): Day {
  const now = new Date();
  return dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate()) ?? 0;
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

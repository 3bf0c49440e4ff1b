import { element, keyed, pressed } from './elements.ts';
import { firstFrom } from './places.ts';
import type { Day, Mark, View } from './types.ts';
import { shareOf } from './view.ts';

/** Flags are pressed: no two stand nearer to each other. */
const flagPx = 24;

/** Shows the flags that are seen, of marks in order of their days, each a target of its own. */
export function showFlags(
  parent: HTMLElement, marks: readonly Mark[], view: View, width: number,
  write: (day: Day) => string, onDay: (day: Day) => void,
): void {
  let last = -Infinity;
  const shown: Mark[] = [];
  for (let i = firstFrom(marks, view.from); (marks[i]?.day ?? Infinity) <= view.to; i++) {
    const mark = marks[i]!;
    const x = shareOf(view, mark.day) * width;
    if (!mark.flag || x - last < flagPx) continue;
    last = x;
    shown.push(mark);
  }
  keyed(parent, shown, ({ day }) => String(day), (mark) => {
    const title = `${write(mark.day)}: ${mark.title}`;
    const flag = pressed(element('button', 'flag'), () => onDay(mark.day));
    const text = element('span', 'visually-hidden');
    text.textContent = title;
    if (mark.lang) text.lang = mark.lang;
    flag.title = title;
    flag.append(text);
    return flag;
  }, (flag, { day }) => {
    flag.style.left = `${shareOf(view, day) * width}px`;
  });
}

import { element, pressed } from './elements.ts';
import { zoomStep } from './keys.ts';
import type { Words } from './types.ts';

/** Two buttons that show more days, and fewer. */
export function zoomButtons(words: Words, zoom: (times: number) => void): HTMLElement {
  const box = element('div', 'strip-buttons');
  const make = (text: string, name: string, act: () => void) => {
    const made = pressed(element('button', 'strip-button'), act);
    made.textContent = text;
    made.title = name;
    made.setAttribute('aria-label', name);
    return made;
  };
  box.append(make('−', words.zoomOut, () => zoom(1 / zoomStep)), make('+', words.zoomIn, () => zoom(zoomStep)));
  return box;
}

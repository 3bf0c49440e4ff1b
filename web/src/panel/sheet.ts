import type { Context } from '../context.ts';
import { byId, el, icon } from '../dom.ts';

/**
 * How far the sheet is drawn up on a phone: only the date and the steps, half of the screen, all of
 * it.
 */
const detents = ['peek', 'half', 'full'] as const;
type Detent = (typeof detents)[number];

/** A finger that moved less than this has pressed, in CSS pixels. */
const pressPx = 12;

/** The moves of the sheet. */
export interface Sheet {
  readonly set: (to: Detent) => void;
  /** Up to half of the screen at least. */
  readonly expand: () => void;
}

/**
 * The sheet that the panel is on a phone. A press on its handle draws it up or
 * puts it down, a second button makes it larger, and it follows a swipe. The
 * root element says in `data-sheet` where it stands.
 */
export function mountSheet({ texts }: Context): Sheet {
  const [handle, panel, larger] = [byId('sheet'), byId('panel'), byId('sheet-size')];
  const label = el('span', {});
  handle.append(icon('up'), label);
  let now: Detent = 'peek';
  const set = (to: Detent) => {
    now = to;
    document.documentElement.dataset['sheet'] = to;
    panel.classList.toggle('open', to !== 'peek');
    handle.setAttribute('aria-expanded', String(to !== 'peek'));
    label.textContent = to === 'peek' ? texts.expand : texts.collapse;
    larger.hidden = to === 'peek';
    const size = to === 'full' ? texts.smaller : texts.larger;
    larger.setAttribute('aria-label', size);
    larger.title = size;
    larger.replaceChildren(icon(to === 'full' ? 'shrink' : 'grow'));
  };
  const move = (by: 1 | -1) =>
    set(detents[Math.min(Math.max(detents.indexOf(now) + by, 0), detents.length - 1)] ?? now);
  let start: number | undefined;
  let swiped = false;
  handle.addEventListener('pointerdown', ({ clientY, pointerId }) => {
    handle.setPointerCapture(pointerId);
    start = clientY;
    swiped = false;
  });
  handle.addEventListener('pointerup', ({ clientY }) => {
    const by = (start ?? clientY) - clientY;
    start = undefined;
    if (Math.abs(by) <= pressPx) return;
    swiped = true; // the click that may follow is part of the swipe
    move(by > 0 ? 1 : -1);
  });
  handle.addEventListener('click', () => {
    if (!swiped) set(now === 'peek' ? 'half' : 'peek');
    swiped = false;
  });
  larger.addEventListener('click', () => set(now === 'full' ? 'half' : 'full'));
  set('peek');
  return { set, expand: () => now === 'peek' && set('half') };
}

import type { Context } from '../context.ts';
import { button, byId } from '../dom.ts';
import type { Stage } from '../stage.ts';

/** Tells how many looks the legend below the map has no room for, and unfolds it. */
export function mountLegend(strip: HTMLElement, { texts, timeline }: Context, stage: Stage): void {
  const key = strip.querySelector<HTMLElement>('.key');
  if (!key) return;
  const toggle = (open: boolean) => {
    strip.classList.toggle('open', open);
    key.scrollTop = 0;
    count();
  };
  const more = button({ class: 'link more', title: texts.wholeLegend }, () => toggle(true));
  const count = () => {
    const edge = key.getBoundingClientRect().bottom - 1;
    const cut = [...key.querySelectorAll<HTMLElement>('.key-item')].filter((item) =>
      item.offsetParent !== null && item.getBoundingClientRect().bottom > edge + 1).length;
    more.hidden = cut === 0 || strip.classList.contains('open');
    more.textContent = `+${cut}`;
    more.setAttribute('aria-label', `+${cut}, ${texts.wholeLegend}`);
  };
  if (timeline.statesControl) {
    key.querySelector<HTMLElement>('.key-open')!.dataset['lead'] = `${texts.controlledBy}:`;
  }
  strip.append(more);
  stage.onKey(() => toggle(!strip.classList.contains('open')));
  byId('stage').addEventListener('pointerdown', () => toggle(false));
  new MutationObserver(count).observe(key, { childList: true, subtree: true });
  new ResizeObserver(count).observe(key);
  count();
}

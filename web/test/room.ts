import type { Page } from 'playwright-core';

/**
 * What may stand on the screen at once, by what people call it. No two of them cover each other at
 * any size, and none leaves the window. A part that is inside of another one is none of its own
 * neighbours.
 */
export const furniture: Readonly<Record<string, string>> = {
  title: '.top h1', maps: '#maps', search: '#search', viewpoint: '#viewpoint',
  'button of the header': '.actions button:not(.settings *)',
  'button of the map': '.leaflet-control-zoom', legend: '.key', scale: '.leaflet-control-scale',
  credits: '.leaflet-control-attribution', coordinates: '.pointer-coordinates',
  comparison: '.compare-bar', 'whose view': '.stance', 'way to the full page': '.open-full',
  panel: '#panel', 'time bar': '#timebar', date: '.now .date', event: '.now .event',
  step: '.step', 'field of the date': '.datefield', pace: '.pace select', option: '.option',
  track: '.track', tab: '#tabs [role=tab]',
};

/** Parts that are larger than the room for them and scroll in it. */
const scrolled = ['tab'];

/** What of the furniture covers another part, and what is cut off by the edge of the window. */
export function clashes(page: Page): Promise<readonly string[]> {
  return page.evaluate(({ furniture, scrolled }) => {
    const forEarsAlone = (element: Element): boolean => {
      const { width } = element.getBoundingClientRect();
      return width === 1 || (element.parentElement !== null && forEarsAlone(element.parentElement));
    };
    const parts = Object.entries(furniture).flatMap(([name, selector]) =>
      [...document.querySelectorAll(selector)].map((element) => ({ name, element,
        box: element.getBoundingClientRect() })))
      .filter(({ element, box }) => box.width > 1 && box.height > 1 && !forEarsAlone(element) &&
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
    const slack = 1;
    const found: string[] = [];
    const size = (box: DOMRect) => [box.left, box.top, box.right, box.bottom].map(Math.round).join(' ');
    parts.forEach((one, i) => {
      const { box } = one;
      if (!scrolled.includes(one.name) && (box.left < -slack || box.top < -slack ||
        box.right > innerWidth + slack || box.bottom > innerHeight + slack)) {
        found.push(`${one.name} (${size(box)}) leaves the window`);
      }
      for (const other of parts.slice(i + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (wide > slack && high > slack) {
          found.push(`${one.name} (${size(box)}) and ${other.name} (${size(other.box)})`);
        }
      }
    });
    return found;
  }, { furniture, scrolled });
}

/**
 * The controls that are smaller than 24 px and have another one within the circle of that size around
 * them (WCAG 2.2, 2.5.8). Links within a text have the size of their line.
 */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const least = 24;
    const controls = [...document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=slider], [role=option]')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .map((element) => {
        const label = element.matches('input[type=checkbox]')
          ? element.closest('label') ?? (element as HTMLInputElement).labels?.[0] : undefined;
        return { element, box: (label ?? element).getBoundingClientRect() };
      })
      .filter(({ element, box }) => {
        const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
        const covered = top !== null && !element.contains(top) && !top.contains(element) &&
          !element.parentElement?.contains(top);
        return box.width > 1 && box.height > 1 && !covered;
      });
    // 0.01: fractions of the browser's own sums
    const small = controls.filter(({ box }) => Math.min(box.width, box.height) < least - 0.01);
    const within = (element: HTMLElement) => element.matches('a, .link, .date-link') &&
      getComputedStyle(element).display.startsWith('inline') &&
      (element.parentElement?.textContent ?? '').trim() !== (element.textContent ?? '').trim();
    return small.filter(({ element, box }) => {
      if (within(element)) return false;
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      return controls.some((other) => {
        if (other.element === element) return false;
        const away = (low: number, high: number, at: number) => Math.max(low - at, 0, at - high);
        const far = Math.hypot(away(other.box.left, other.box.right, x),
          away(other.box.top, other.box.bottom, y));
        const isSmall = small.some(({ element: same }) => same === other.element);
        const [ox, oy] = [(other.box.left + other.box.right) / 2, (other.box.top + other.box.bottom) / 2];
        return far < least / 2 || (isSmall && Math.hypot(x - ox, y - oy) < least);
      });
    }).map(({ element, box }) => `${element.tagName.toLowerCase()}#${element.id}.${element.className} ` +
      `“${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}” ` +
      `${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);
  });
}

/** Headings that nothing is under before the next one of their rank or above. */
export function bareHeadings(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const all = [...document.querySelectorAll('main *')].filter(shown);
    const rank = (element: Element) => Number(/^H([1-6])$/.exec(element.tagName)?.[1] ?? 0);
    const own = (element: Element) => element.matches('input, select, svg, canvas, img') ||
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return all.flatMap((heading, i) => {
      if (rank(heading) === 0) return [];
      const section = heading.closest('section, dialog, #panel');
      if (!section) return []; // the title of the whole page
      for (const next of all.slice(i + 1)) {
        if (heading.contains(next)) continue;
        if (!section?.contains(next)) break;
        if (rank(next) > 0 && rank(next) <= rank(heading)) break;
        if (rank(next) === 0 && !next.closest('h1, h2, h3, h4, h5, h6') && own(next)) return [];
      }
      return [`${heading.tagName} “${heading.textContent}”`];
    });
  });
}

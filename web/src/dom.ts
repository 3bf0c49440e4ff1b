/** Content of an element. Strings become text, never markup. */
export type Child = Node | string | null | undefined | false;

/** Attributes by name; a false or undefined one is left out, a true one is empty. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...present(children));
  return element;
}

/** Makes an element of SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  element.append(...present(children));
  return element;
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A text of the page around an element: of one whose place is taken by what it is called with. */
export function around(text: (inner: string) => string, inner: Child): Child[] {
  const [before = '', after = ''] = text('\0').split('\0');
  return [before, inner, after];
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((c): c is Node | string => c !== null && c !== undefined && c !== false &&
    c !== '');
}

/** Makes a button that calls back when it is pressed. */
export function button(
  attributes: Attributes, pressed: () => void, ...children: readonly Child[]
): HTMLButtonElement {
  const element = el('button', { type: 'button', ...attributes }, ...children);
  element.addEventListener('click', pressed);
  return element;
}

/**
 * Replaces an element's content and keeps the focus and what was unfolded:
 * elements that stand for the same thing before and after have the same
 * `data-key`; a `details` has it on its `summary`.
 */
export function replaceContent(element: Element, ...children: readonly Child[]): void {
  const active = document.activeElement;
  const key = active && element.contains(active) ? active.getAttribute('data-key') : null;
  const open = element.querySelectorAll<HTMLElement>('details[open] > summary[data-key]');
  const unfolded = new Set([...open].map((summary) => summary.dataset['key']));
  element.replaceChildren(...present(children));
  for (const candidate of element.querySelectorAll<HTMLElement>('[data-key]')) {
    const { key: own } = candidate.dataset;
    if (candidate.parentElement instanceof HTMLDetailsElement && unfolded.has(own)) {
      candidate.parentElement.open = true;
    }
    if (own === key) candidate.focus({ preventScroll: true });
  }
}

/** The element with an id; the page is built by hand, so a missing one is our own bug. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element #${id}`);
  return element;
}

/** Calls back once after the calls have ended for a while. */
export function debounced(ms: number, call: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(call, ms);
  };
}

/** The least time between two updates beside the map during playback, so that the map keeps up. */
const pacedMs = 120;

/**
 * Calls back once after the next frame is on the screen, however often it is called until then, and
 * after a pause when it was just called.
 */
export function afterPaint(call: () => void): () => void {
  let waiting = false;
  let last = -Infinity;
  const run = () => requestAnimationFrame(() => setTimeout(() => {
    waiting = false;
    last = performance.now();
    call();
  }));
  return () => {
    if (waiting) return;
    waiting = true;
    const due = last + pacedMs - performance.now();
    if (due > 0) setTimeout(run, due);
    else run();
  };
}

const icons: Readonly<Record<string, string>> = {
  first: 'M5 5v14M19 5l-9 7 9 7z',
  previous: 'M15.5 5l-8 7 8 7',
  next: 'M8.5 5l8 7-8 7',
  last: 'M19 5v14M5 5l9 7-9 7z',
  close: 'M6 6l12 12M18 6L6 18',
  up: 'M5 15l7-7 7 7',
  play: 'M7 4l13 8-13 8z',
  pause: 'M8 5v14M16 5v14',
  grow: 'M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7',
  shrink: 'M13 5v6h6M11 19v-6H5M13 11l7-7M11 13l-7 7',
  measure: 'M3 16L16 3l5 5L8 21zM7 12l2.5 2.5M11 8l2.5 2.5M15 4l2.5 2.5',
  home: 'M4 11l8-7 8 7M6 9.5V20h12V9.5',
  leave: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  flag: 'M6 21V4h12l-3 4 3 4H6',
  back: 'M14 6l-6 6 6 6',
  forth: 'M10 6l6 6-6 6',
};

/** A drawing for a button that has a label in words as well. */
export function icon(name: keyof typeof icons): SVGSVGElement {
  return svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true',
    focusable: 'false' },
    svg('path', { d: icons[name] }));
}

/** The colours of the map that are not data. They live in the style sheet, as custom properties. */
export interface Theme {
  /** Opacity of an area's colour over the page. */
  readonly fill: number;
  readonly front: string;
  readonly frontHalo: string;
  readonly line: string;
  readonly outer: string;
  readonly outlines: readonly string[];
  /** Lines that the dataset draws by themselves, such as lines of contact. */
  readonly contact: string;
  readonly water: string;
  readonly river: string;
  /** Borders of countries around. */
  readonly country: string;
  readonly dots: string;
  /** The default second colour of patterns. */
  readonly ink: string;
  readonly label: string;
  readonly labelSoft: string;
  readonly labelHalo: string;
  /** Names of waters and countries around. */
  readonly waterLabel: string;
  readonly countryLabel: string;
  readonly accent: string;
  readonly font: string;
}

/** Light or dark. */
export type Scheme = 'light' | 'dark';

const storageKey = 'demarc-scheme';
const dark = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)')
  : undefined;
/** Is told when the scheme in force changes. */
const schemes = new EventTarget();
/** Asking the browser for computed styles is slow: each scheme is read once. */
const read = new Map<Scheme, Theme>();

/** The scheme in force. */
export function scheme(): Scheme {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
}

/**
 * Puts a scheme in force: the one asked for, else the one chosen before, else the device's, which
 * it then follows.
 */
export function startScheme(asked: string | null): void {
  const chosen = [asked, remembered()].find((s) => s === 'light' || s === 'dark');
  const follow = () => apply(dark?.matches ? 'dark' : 'light');
  if (chosen) return apply(chosen);
  follow();
  dark?.addEventListener('change', () => remembered() ?? follow());
}

/** Chooses a scheme, for the next visit too. */
export function chooseScheme(next: Scheme): void {
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // without storage it holds for this visit
  }
  apply(next);
}

function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function apply(next: Scheme): void {
  if (document.documentElement.dataset['theme'] === next) return;
  document.documentElement.dataset['theme'] = next;
  schemes.dispatchEvent(new Event('change'));
}

/** The theme in force. */
export function readTheme(): Theme {
  const now = scheme();
  const theme = read.get(now) ?? computeTheme();
  read.set(now, theme);
  return theme;
}

function computeTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(`--map-${name}`).trim();
  return {
    fill: Number(value('fill')) || 1,
    front: value('front'),
    frontHalo: value('front-halo'),
    line: value('line'),
    outer: value('outer'),
    outlines: [value('outline-1'), value('outline-2'), value('outline-3')],
    contact: value('contact'),
    water: value('water'),
    river: value('river'),
    country: value('country'),
    dots: value('dots'),
    ink: value('ink'),
    label: value('label'),
    labelSoft: value('label-soft'),
    labelHalo: value('label-halo'),
    waterLabel: value('label-water'),
    countryLabel: value('label-country'),
    accent: value('accent'),
    font: style.getPropertyValue('--font').trim() || 'sans-serif',
  };
}

/**
 * Calls back when the colour scheme or the pixel density changes; returns the function that stops
 * it.
 */
export function watchLooks(changed: () => void): () => void {
  schemes.addEventListener('change', changed);
  let density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  const denser = () => {
    density.removeEventListener('change', denser);
    density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    density.addEventListener('change', denser);
    changed();
  };
  density.addEventListener('change', denser);
  return () => {
    schemes.removeEventListener('change', changed);
    density.removeEventListener('change', denser);
  };
}

/**
 * Device pixels per CSS pixel, capped: canvases of three times the density cost memory that phones
 * lack.
 */
export function pixelRatio(): number {
  return Math.min(Math.max(devicePixelRatio || 1, 1), 2);
}

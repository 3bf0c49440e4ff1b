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
  /** The second colour of a pattern that has none of its own. */
  readonly ink: string;
  readonly label: string;
  readonly labelSoft: string;
  readonly labelHalo: string;
  readonly accent: string;
  readonly font: string;
}

const dark = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined;
/** Asking the browser for computed styles is slow: each scheme is read once. */
const read = new Map<boolean, Theme>();

/** The theme in force. */
export function readTheme(): Theme {
  const scheme = dark?.matches ?? false;
  const theme = read.get(scheme) ?? computeTheme();
  read.set(scheme, theme);
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
    accent: value('accent'),
    font: style.getPropertyValue('--font').trim() || 'sans-serif',
  };
}

/** Calls back when the colour scheme or the pixel density changes; returns the function that stops it. */
export function watchLooks(changed: () => void): () => void {
  dark?.addEventListener('change', changed);
  let density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  const denser = () => {
    density.removeEventListener('change', denser);
    density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    density.addEventListener('change', denser);
    changed();
  };
  density.addEventListener('change', denser);
  return () => {
    dark?.removeEventListener('change', changed);
    density.removeEventListener('change', denser);
  };
}

/** Device pixels per CSS pixel, capped: canvases of three times the density cost memory that phones lack. */
export function pixelRatio(): number {
  return Math.min(Math.max(devicePixelRatio || 1, 1), 2);
}

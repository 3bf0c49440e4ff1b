import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/**
 * Colours as they come out on the screen: those of the bundled dataset over those of the style
 * sheet.
 */
type RGB = readonly [number, number, number];

const css = readFileSync(new URL('../src/style/theme.css', import.meta.url), 'utf8');
const { actors } = JSON.parse(readFileSync(new URL('../../data/karabakh/actors.json',
  import.meta.url), 'utf8')) as
  { readonly actors: readonly { readonly id: string; readonly color: string; readonly code: string }[] };

/** The custom properties of a scheme; the dark one overrides the light one. */
function scheme(name: 'light' | 'dark'): (property: string) => string {
  const blocks = [...css.matchAll(/([^{}]*)\{([^{}]*)\}/g)]
    .filter(([, head]) => head!.trim() === ':root' ||
    (name === 'dark' && head!.trim().endsWith('[data-theme="dark"]')));
  const found = new Map(blocks.flatMap(([, , body]) =>
    [...body!.matchAll(/--([\w-]+):\s*([^;]+);/g)]
    .map(([, key, value]): [string, string] => [key!, value!.trim()])));
  return (property) => found.get(property) ?? '';
}

/** `#rrggbb` or `rgba(...)` over a ground. */
function over(color: string, ground: RGB, opacity = 1): RGB {
  const hex = /^#(..)(..)(..)$/.exec(color);
  const parts = hex ? hex.slice(1).map((h) => parseInt(h, 16))
    : (color.match(/[\d.]+/g) ?? []).map(Number);
  const alpha = (parts[3] ?? 1) * opacity;
  return [0, 1, 2].map((i) => alpha * parts[i]! + (1 - alpha) * ground[i]!) as unknown as RGB;
}

/** Contrast as WCAG 2 has it. */
function contrast(a: RGB, b: RGB): number {
  const [light, dark] = [a, b].map((color) => {
    const [r, g, blue] = color.map((v) =>
      (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * blue!;
  }).sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/**
 * How a colour looks to those who lack one kind of cones (Machado, Oliveira and Fernandes 2009,
 * severity 1).
 */
const blindness: Readonly<Record<string, readonly (readonly number[])[]>> = {
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]],
};

function seen(color: RGB, matrix: readonly (readonly number[])[]): RGB {
  const linear = color.map((v) =>
    (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return matrix.map((row) => {
    const v = Math.min(Math.max(row.reduce((sum, w, i) => sum + w * linear[i]!, 0), 0), 1);
    return 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  }) as unknown as RGB;
}

/** Distance of two colours in CIELAB (Delta E 1976). */
function distance(a: RGB, b: RGB): number {
  const lab = (color: RGB) => {
    const [r, g, blue] = color.map((v) =>
      (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)) as [number,
      number, number];
    const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
    const [x, y, z] = [0.4124 * r + 0.3576 * g + 0.1805 * blue,
      0.2126 * r + 0.7152 * g + 0.0722 * blue, 0.0193 * r + 0.1192 * g + 0.9505 * blue];
    const [fx, fy, fz] = [f(x / 0.9505), f(y), f(z / 1.089)];
    return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)] as const;
  };
  const [p, q] = [lab(a), lab(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

describe.each(['light', 'dark'] as const)('%s', (name) => {
  const value = scheme(name);
  const page = over(value('map-page'), [0, 0, 0]);
  const fill = (color: string) => over(color, page, Number(value('map-fill')));

  it('the front line and the outer border stand out 3:1 from every colour beside them', () => {
    for (const { id, color } of actors) {
      const area = fill(color);
      const halo = over(value('map-front-halo'), area);
      // The line has a halo: it is seen when either of the two stands out from the area, and they
      // from each other.
      expect(contrast(over(value('map-front'), area), halo), `front line and its halo on ${id}`)
        .toBeGreaterThanOrEqual(3);
      expect(Math.max(contrast(over(value('map-front'), area), area), contrast(halo, area)),
        `front line on ${id}`).toBeGreaterThanOrEqual(3);
      expect(contrast(over(value('map-outer'), area), area), `outer border on ${id}`)
        .toBeGreaterThanOrEqual(3);
      expect(contrast(over(value('map-outer'), page), page), 'outer border on the page')
        .toBeGreaterThanOrEqual(3);
    }
  });

  it('names can be read on every colour, and the text of the page on its surfaces', () => {
    for (const { id, color } of actors) {
      const halo = over(value('map-label-halo'), fill(color));
      for (const text of ['map-label', 'map-label-soft']) {
        expect(contrast(over(value(text), halo), halo), `${text} on ${id}`)
          .toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const surface of ['surface', 'page', 'raised']) {
      const ground = over(value(surface), [0, 0, 0]);
      for (const text of ['text', 'muted', 'accent']) {
        expect(contrast(over(value(text), ground), ground), `${text} on ${surface}`)
          .toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it.each(Object.keys(blindness))('the parties can be told apart by %s eyes', (kind) => {
    // Those that held zones beside each other; others differ by their letters on the map.
    const pairs = [['azerbaijan', 'armenian_forces'], ['azerbaijan', 'ussr'],
      ['armenian_forces', 'ussr'], ['azerbaijan', 'russian_peacekeepers'],
      ['armenian_forces', 'russian_peacekeepers']] as const;
    const look = (id: string) =>
      seen(fill(actors.find((actor) => actor.id === id)!.color), blindness[kind]!);
    for (const [a, b] of pairs) {
      expect(distance(look(a), look(b)), `${a} and ${b}`).toBeGreaterThan(10);
    }
  });
});

it('every party has letters of its own', () => {
  expect(new Set(actors.map(({ code }) => code)).size).toBe(actors.length);
});

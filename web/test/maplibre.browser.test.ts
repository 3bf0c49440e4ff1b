import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { picture } from './browser.ts';
import { serve, type Served } from './served.ts';

const library = createRequire(import.meta.url).resolve('maplibre-gl/dist/maplibre-gl.js');
const look = readFileSync(library.replace(/\.js$/, '.css'), 'utf8');

/** MapLibre draws with the graphics card; this browser computes one. */
let server: Served, browser: Browser;
beforeAll(async () => {
  server = await serve('', 'bundled:karabakh');
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ??
      ['/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync) ?? '',
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  });
});
afterAll(async () => {
  await browser?.close();
  server?.stop();
});

/** The style of a day in MapLibre, drawn to the end, with what was asked for and complained of. */
async function drawn(query: string, options: BrowserContextOptions) {
  const page = await (await browser.newContext(options)).newPage();
  const asked: string[] = [], complaints: string[] = [];
  page.on('response', (response) => asked.push(`${response.status()} ${decodeURIComponent(new URL(response.url()).pathname)}`));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.setContent(`<!doctype html><style>${look}</style><style>html,body,#map{height:100%;margin:0}</style><div id="map"></div>`);
  await page.addScriptTag({ path: library });
  await page.evaluate((style) => new Promise<void>((resolve, reject) => {
    const { maplibregl } = window as unknown as { maplibregl: { Map: typeof MapLibre } };
    const map = new maplibregl.Map({ container: 'map', style, fadeDuration: 0, attributionControl: false,
      canvasContextAttributes: { preserveDrawingBuffer: true } });
    map.on('error', ({ error }) => reject(error));
    map.once('idle', () => resolve());
    Object.assign(window, { map });
  }), `${server.origin}/styles/control.json${query}`);
  return { page, asked, complaints };
}

/** The texts that stand on the map, from the layers whose names begin so. */
const texts = (page: Page, kind: string) => page.evaluate((kind) => {
  const { map } = window as unknown as { map: MapLibre };
  const layers = map.getStyle().layers.filter(({ id, type }) => type === 'symbol' && id.startsWith(kind));
  return map.queryRenderedFeatures({ layers: layers.map(({ id }) => id) }).map(({ layer, properties }) => {
    const text = (layer.layout as { 'text-field': string | { sections: { text: string }[] } })['text-field'];
    return typeof text === 'string' ? text.replace(/\{(\w+)\}/, (_, field: string) => String(properties[field]))
      : text.sections.map((section) => section.text).join('');
  });
}, kind);

/** How many pixels change each time when layers are no longer drawn, one kind after the other. */
async function pixels(page: Page, ...kinds: string[]): Promise<number[]> {
  const changed: number[] = [];
  let before = PNG.sync.read(await page.screenshot()).data;
  for (const kind of kinds) {
    await page.evaluate((kind) => new Promise<void>((resolve) => {
      const { map } = window as unknown as { map: MapLibre };
      for (const { id } of map.getStyle().layers) {
        if (id.startsWith(kind)) map.setLayoutProperty(id, 'visibility', 'none');
      }
      map.once('idle', () => resolve());
    }), kind);
    const after = PNG.sync.read(await page.screenshot()).data;
    let count = 0;
    for (let i = 0; i < before.length; i += 4) {
      const off = (at: number) => Math.abs(before[i + at]! - after[i + at]!);
      if (off(0) + off(1) + off(2) > 40) count++;
    }
    changed.push(count);
    before = after;
  }
  return changed;
}

const desktop = { viewport: { width: 1350, height: 850 } };
const phone = { viewport: { width: 412, height: 600 } };

it.each([
  ['on a desktop', '', desktop, ['Shusha / Shushi', 'Kalbajar / Karvachar'], '0-255'],
  ['on a phone with a fine screen', '&lang=hy', { ...phone, deviceScaleFactor: 2 }, ['Շուշի', 'Մարտակերտ'], '1280-1535'],
  ['on a phone', '&lang=ru', phone, ['Шуша', 'Кельбаджар'], '1024-1279'],
] as const)('MapLibre draws who held what, letters and names %s%s', async (_, lang, options, names, range) => {
  const { page, asked, complaints } = await drawn(`?datetime=2020-11-25${lang}`, options);
  await picture(page, `maplibre${lang.replace('&lang=', '-')}`);
  const seen = await texts(page, 'names');
  for (const name of names) expect(seen).toContain(name);
  const letters = await texts(page, 'letters');
  expect([...new Set(letters)].sort().join()).toMatch(/^(AZ,)?NK$/);
  expect(asked).toContain(`200 /fonts/Noto Sans Bold/${range}.pbf`);
  expect(asked.filter((line) => !/^20[04] /.test(line))).toEqual([]);
  expect(complaints).toEqual([]);
  const [ofNames, ofLetters, ofDots, ofPatterns] = await pixels(page, 'names', 'letters', 'dots', 'status');
  expect(ofNames, 'pixels of names').toBeGreaterThan(seen.length * 40);
  expect(ofLetters, 'pixels of letters').toBeGreaterThan(letters.length * 20);
  expect(ofDots, 'pixels of dots').toBeGreaterThan(100);
  expect(ofPatterns, 'pixels of patterns').toBeGreaterThan(200);
  await page.context().close();
});

it('finds nothing wrong with the style by the rules of MapLibre', async () => {
  const { validateStyleMin } = await import('@maplibre/maplibre-gl-style-spec');
  for (const query of ['', '?viewpoint=azerbaijan_announced', '?datetime=1988-02-20&lang=az']) {
    const response = await fetch(`${server.origin}/styles/control.json${query}`);
    expect(response.status).toBe(200);
    expect(validateStyleMin((await response.json()) as StyleSpecification)).toEqual([]);
  }
});

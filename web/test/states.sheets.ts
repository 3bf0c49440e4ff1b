import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWithOther, type Rig } from './browser.ts';
import { enter, states, type Mode } from './states.ts';

// All states of the page, each in three modes, on sheets to look at: `npm run sheets`, with
// SCREENSHOTS=folder, and STATES=text for those alone whose name has the text.

const folder = process.env['SCREENSHOTS'] ?? '';
const only = process.env['STATES'] ?? '';
const colours = ['light', 'dark', 'forced'] as const;
const langs = ['en', 'az', 'hy', 'ru'] as const;

/** A size, and how a sheet lays its pictures out. */
const sizes = [
  { width: 412, height: 915, columns: 4, shownPx: 390 },
  { width: 720, height: 900, columns: 3, shownPx: 520 },
  { width: 1350, height: 800, columns: 2, shownPx: 780 },
] as const;
type Size = (typeof sizes)[number];

/** Each state in all colours and sizes, and in three languages. */
const shots = states.flatMap((state, i) => colours.map((colour, j) => {
  const size = sizes[(i + j) % sizes.length]!;
  const mode: Mode = { colours: colour, lang: langs[(i + j + Math.floor(i / 4)) % langs.length]!,
    screen: size };
  return { state, size, mode, file: `${state.name.replaceAll(' ', '-')}-${colour}-${mode.lang}-${size.width}.png` };
})).filter(({ state }) => state.name.includes(only));

let rig: Rig;
beforeAll(async () => {
  if (!folder) throw new Error('no folder for the pictures: set SCREENSHOTS');
  mkdirSync(folder, { recursive: true });
  rig = await startWithOther('bundled:karabakh');
});
afterAll(async () => {
  await rig?.stop();
});

it.each(shots)('$file', async ({ state, mode, file }) => {
  const { page } = await enter(rig, state, 'bundled:karabakh', mode);
  writeFileSync(`${folder}/${file}`, await page.screenshot());
  await page.context().close();
});

it('each mode is seen in four states at least', () => {
  const counts = new Map<unknown, number>();
  for (const { mode } of shots) {
    for (const value of Object.values(mode)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (!only) expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(4);
});

/** As much as eyes take in at once: two or three rows of a size. */
const rows = 2;

it.each(sizes)('sheets of $width x $height', async (size) => {
  const files = shots.filter((shot) => shot.size === size).map(({ file }) => file);
  const each = size.columns * rows;
  for (let i = 0; i < files.length; i += each) await sheet(size, files.slice(i, i + each), i / each);
});

async function sheet({ width, columns, shownPx }: Size, files: readonly string[], number: number): Promise<void> {
  const page = await rig.browser.newPage({ viewport: { width: columns * (shownPx + 8), height: 400 } });
  const figures = files.map((file) => `<figure><img src="data:image/png;base64,${
    readFileSync(`${folder}/${file}`).toString('base64')}"><figcaption>${file}</figcaption></figure>`);
  await page.setContent(`<style>body { display: grid; grid-template-columns: repeat(${columns}, ${shownPx}px);
    gap: 8px; margin: 0; background: #888; font: 12px sans-serif; } figure { margin: 0; }
    img { display: block; width: ${shownPx}px; }</style>${figures.join('')}`);
  await page.screenshot({ path: `${folder}/sheet-${width}-${number + 1}.png`, fullPage: true });
  await page.close();
}

/** An embedded map as a reader of an article meets it, who knows nothing of it. */
const articles = [['desktop', 1350, 900], ['phone', 412, 915]] as const;

it.each(articles)('an article on a %s', async (name, width, height) => {
  if (only && !'article'.includes(only)) return;
  const text = 'The ferry company says that it will run as before. Passengers are asked to look at the map.';
  for (const [day, query] of [['default', 'd=2020-11-25'], ['side', 'd=2020-10-20&vp=azerbaijan_announced'],
    ['card', 'd=2020-10-20&sel=47.03,39.4'], ['bare', 'd=2020-11-25&bare=1&lock=1']] as const) {
    const context = await rig.browser.newContext({ viewport: { width, height }, isMobile: width < 600 });
    const page = await context.newPage();
    await page.route('**/article', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html>
      <meta name="viewport" content="width=device-width"><style>body { max-width: 640px; margin: 0 auto; padding: 16px;
      font: 18px/1.5 serif; }</style><h1>Roads open again</h1><p>${text}</p><iframe title="Map" style="width: 100%;
      aspect-ratio: 3 / 2; min-height: 380px; border: 0" src="${rig.origin}/embed?${query}"></iframe><p>${text}</p>` }));
    await page.goto(`${rig.origin}/article`);
    const frame = page.frames()[1]!;
    await frame.waitForFunction(() => window.demarc !== undefined);
    await frame.evaluate(() => window.demarc?.ready);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: `${folder}/article-${name}-${day}.png` });
    await context.close();
  }
});

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PNG } from 'pngjs';
import { differing, open, reduced, shown, startRig, type Rig } from './browser.ts';

/**
 * The map as it was when somebody last looked at it. Pictures are kept and
 * compared at a quarter of a CSS pixel's density: what is drawn where shows, how
 * a machine smooths its edges does not. `UPDATE_PICTURES=1` takes them anew;
 * look at them before they are committed.
 */
const folder = fileURLToPath(new URL('./pictures/', import.meta.url));
const coarse = 4; // CSS pixels of a pixel that is compared
const most = 0.01; // the share of pixels that may differ

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
});

/** Leaves of the embedded map nothing but the map. */
const mapAlone = `.leaflet-control-container, .embed > :not(#stage) { display: none !important }
  .embed, #stage { display: block !important; height: 100% !important; border: 0 !important }`;

describe.each(['en', 'hy', 'ru'])('in %s', (lang) => {
  it.each([1, 2])('at density %i the map looks as it did', async (deviceScaleFactor) => {
    const { page } = await open(rig,
      `embed?lock=1&bare=1&d=1992-06-01&c=39.75,46.7,8.25&lang=${lang}`, {
        viewport: { width: 480, height: 420 }, deviceScaleFactor,
      }, async (before) => void await before.addInitScript((css) => { // the map alone
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
      }, mapAlone));
    await page.evaluate(() => document.fonts.ready);
    for (const day of ['1992-06-01', '2020-10-20', '2020-11-25']) {
      await page.evaluate((iso) => window.demarc?.setDate(iso), day);
      await shown(page, day);
      const now = reduced(PNG.sync.read(await page.locator('#map').screenshot()),
        coarse * deviceScaleFactor);
      const name = `${day}-${lang}-${deviceScaleFactor}x.png`;
      if (process.env['UPDATE_PICTURES']) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(folder + name, PNG.sync.write(now, { colorType: 2, deflateLevel: 9 }));
        continue;
      }
      expect(existsSync(folder + name),
        `no picture ${name}: take it with UPDATE_PICTURES=1, and look at it`).toBe(true);
      const share = differing(now, PNG.sync.read(readFileSync(folder + name)));
      const kept = process.env['SCREENSHOTS'];
      if (share > most && kept) writeFileSync(`${kept}/now-${name}`, PNG.sync.write(now));
      expect(share, `share of ${name} that looks otherwise (with SCREENSHOTS=folder it is kept there)`).toBeLessThanOrEqual(most);
    }
    await page.context().close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, screens, startRig, startRigBelow, violations, type Rig } from './browser.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('bundled:karabakh', 'bundled:alsace');
});
afterAll(async () => {
  await rig?.stop();
});

describe.each(['desktop', 'phone'] as const)('the maps of one server, on a %s', (screen) => {
  it('stand at their own addresses, with all that they ask for', async () => {
    const { page, requests, complaints } = await open(rig, 'd/alsace/?d=1900-01-01',
      { ...screens[screen], bypassCSP: true });
    await page.locator('#maps:visible').waitFor();
    expect(await page.title()).toContain('Alsace-Lorraine');
    const paths = requests.map((request) => new URL(request).pathname);
    expect(paths).toContain('/d/alsace/timeline');
    expect(paths.filter((path) => !/^\/(d\/alsace|assets)\/|^\/datasets$/.test(path))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(
      screens[screen].viewport.width);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('lead to each other, in the language that was chosen', async () => {
    const { page } = await open(rig, '?lang=ru', screens[screen]);
    const maps = page.locator('#maps:visible');
    expect(await maps.inputValue()).toBe('karabakh');
    await maps.selectOption('alsace');
    await page.waitForURL(`${rig.origin}/d/alsace/?lang=ru**`);
    await page.waitForFunction(() => document.title.includes('Alsace'));
    await page.goBack();
    await page.waitForFunction(() => document.title.includes('Карабах'));
    expect(await maps.inputValue()).toBe('karabakh');
    await page.context().close();
  });

  it('are behind words that say so', async () => {
    const { page } = await open(rig, '?lang=hy', screens[screen]);
    const label = page.locator('label[for=maps]:visible');
    await label.waitFor();
    expect(await label.textContent()).toBe('Այլ քարտեզներ');
    expect(await page.getByLabel('Այլ քարտեզներ').inputValue()).toBe('karabakh');
    const [title, words] = await Promise.all([page.locator('#title').boundingBox(), label.boundingBox()]);
    expect(words!.x, 'beside the title').toBeGreaterThanOrEqual(title!.x + title!.width);
    await page.context().close();
  });

  it('are embedded alone, and lead to their own full map', async () => {
    const { page, requests } = await open(rig, 'd/alsace/embed?d=1900-01-01', screens[screen]);
    const full = await page.locator('.open-full').evaluate((a) => (a as HTMLAnchorElement).href);
    expect(full).toMatch(`${rig.origin}/d/alsace/?d=1900-01-01`);
    expect(requests.filter((request) => request.includes('/datasets'))).toEqual([]);
    await page.context().close();
  });
});

describe('a server below a path', () => {
  it('is asked for nothing elsewhere, and shares addresses below it', async () => {
    const below = await startRigBelow('/maps', 'bundled:karabakh', 'bundled:alsace');
    try {
      for (const path of ['', 'd/alsace/?d=1900-01-01', 'embed']) {
        const { page, requests, complaints } = await open(below, path, screens.desktop);
        const asked = page.waitForResponse(/\/locate\?/);
        await page.locator('#map').click({ position: { x: 300, y: 300 } });
        if (path === 'embed') await page.locator('#panel [aria-expanded]').click(); // its card asks only then
        await asked;
        const outside = requests.filter((request) => !request.startsWith(`${below.origin}/`));
        expect(outside, path).toEqual([]);
        expect(complaints).toEqual([]);
        const links = await page.locator('a[href], link[href], meta[property="og:url"]').evaluateAll(
          (all) => all.map((e) => e instanceof HTMLAnchorElement || e instanceof HTMLLinkElement
            ? e.href : (e as HTMLMetaElement).content));
        const strays = links.filter((link) => link.startsWith(new URL(below.origin).origin) &&
          !link.startsWith(`${below.origin}/`));
        expect(strays, path).toEqual([]);
        await page.context().close();
      }
    } finally {
      await below.stop();
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, picture, screens, startRig, type Rig } from './browser.ts';

describe('names in a language that the interface does not have', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig('bundled:alsace');
  });
  afterAll(async () => {
    await rig?.stop();
  });

  it.each([
    ['asked for', '?lang=de&d=1900-01-01&sel=7.75,48.58', 'en-GB'],
    ['of the browser', '?d=1900-01-01&sel=7.75,48.58', 'de-AT'],
  ])('%s', async (_, query, locale) => {
    for (const [name, screen] of Object.entries(screens)) {
      const { page, complaints } = await open(rig, query, { ...screen, locale });
      const heading = page.getByRole('heading', { level: 2, name: 'Unterelsass (Bas-Rhin)' });
      await heading.waitFor();
      expect(await heading.getAttribute('lang')).toBe('de');
      expect(await page.locator('#title').textContent()).toBe('Elsass-Lothringen, 1870-1945');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(await page.locator('.control-card .controller').getAttribute('lang')).toBe('de');
      await page.getByText('Beherrscht').first().waitFor();
      expect(await page.locator('#notices').textContent()).toBe('');
      expect(await page.locator('#lang').inputValue()).toBe('de');
      expect(new URL(page.url()).searchParams.get('lang')).toBe(locale === 'de-AT' ? null : 'de');
      expect(complaints).toEqual([]);
      await picture(page, `language-${locale}-${name}`);
    }
  }, 60_000);

  it('has them in pictures and without a script', async () => {
    const png = await fetch(`${rig.origin}/export/control.png?lang=de`);
    expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
    const svg = await (await fetch(`${rig.origin}/export/control.svg?lang=de`)).text();
    expect(svg).toContain('Elsass-Lothringen, 1870-1945');
    const page = await (await fetch(`${rig.origin}/?lang=de`)).text();
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<th scope="row" lang="de">Unterelsass (Bas-Rhin)</th>');
    expect((await fetch(`${rig.origin}/export/control.png?lang=it`)).status).toBe(400);
  });
});

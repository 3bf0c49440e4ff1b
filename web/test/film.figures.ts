import { statSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { open, screens, startRig } from './browser.ts';

/** How long the page takes to save 44 days in 1280 x 720, in each form it has; see bench/film. */
it('a film of the war of 2020', async () => {
  const rig = await startRig();
  const films: Record<string, { seconds: number[]; bytes: number }> = {};
  try {
    const { page } = await open(rig, '?d=2020-10-17', { ...screens.desktop, acceptDownloads: true });
    await page.locator('#share').click();
    await page.locator('dialog #film').click();
    const dialog = page.locator('dialog.film');
    const format = dialog.getByRole('combobox', { name: 'Kind of file' });
    await dialog.getByRole('combobox', { name: 'Size' }).selectOption('small');
    await expect.poll(() => format.locator('option').count()).toBeGreaterThan(0);
    expect(await dialog.textContent()).toContain('44 pictures');
    const containers = await format.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    for (let i = 0; i < Number(process.env['ROUNDS'] ?? 1); i++) {
      for (const container of containers) {
        await format.selectOption(container);
        const began = performance.now();
        const [file] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), page.locator('#film-save').click()]);
        const film = films[container] ??= { seconds: [], bytes: 0 };
        film.seconds.push((performance.now() - began) / 1000);
        film.bytes = statSync(await file.path()).size;
        await page.locator('#film-save').waitFor();
      }
    }
  } finally {
    await rig.stop();
  }
  const figures = { browser: rig.browser.version(), films };
  const file = process.env['FIGURES'];
  if (file) writeFileSync(file, JSON.stringify(figures));
  else console.log(JSON.stringify(figures));
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { open, startRig, type Rig } from './browser.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig('isles');
});
afterAll(() => rig?.stop());

// Of a page that was open while its server was upgraded, parts that it had not fetched yet are lost.
it('a page whose server was upgraded says so, and is loaded anew with the same view', async () => {
  const { page } = await open(rig, '?d=1973-01-01');
  const notice = (text: string) => page.locator('.notice').filter({ hasText: text });
  const sources = page.getByRole('tab', { name: 'Sources' });
  await page.route(/\/assets\/sources-[^/]*\.js$/, (route) => route.fulfill({ status: 404, body: '' }));
  await sources.click(); // by a fault, as the server has the same page
  await notice('could not be loaded').waitFor();
  expect(await notice('was renewed').count()).toBe(0);
  await notice('could not be loaded').getByRole('button').click();

  const isPage = (url: URL) => url.origin === rig.origin && url.pathname === '/';
  await page.route(isPage, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replaceAll(/index-[\w-]+\.js/g, 'index-OTHER.js');
    await route.fulfill({ response: answer, body });
  });
  await page.getByRole('tab', { name: 'Legend' }).click();
  await sources.click();
  await notice('was renewed').waitFor();
  expect(await notice('could not be loaded').count()).toBe(0);
  await page.unrouteAll();
  await notice('was renewed').getByRole('button', { name: 'Load anew' }).click();
  await page.locator('#sources li').first().waitFor();
  expect(new URL(page.url()).searchParams.get('d')).toBe('1973-01-01');
  await page.context().close();
});

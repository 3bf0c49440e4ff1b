import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture, startWithOther, violations, type Rig } from './browser.ts';
import { enter, states, type Mode } from './states.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startWithOther('bundled:karabakh');
});
afterAll(async () => {
  await rig?.stop();
});

/** Each state is looked at as most have it, and in one of these in turn. */
const others: readonly Mode[] = [
  { colours: 'dark', screen: 'phone' }, { colours: 'forced', lang: 'ru' }, { screen: 'phone', lang: 'hy' },
  { colours: 'dark', lang: 'az' }, { screen: 'wide' }, { colours: 'forced', screen: 'phone' },
  { colours: 'dark', screen: 'wide', lang: 'hy' },
];

describe('axe finds nothing wrong', () => {
  it.each(states.flatMap((state, i) => [{}, others[i % others.length]!].map((mode) =>
    ({ name: state.name, over: Object.values(mode).join(', ') || 'usual', state, mode }))))(
    'with: $name ($over)', async ({ name, over, state, mode }) => {
      const { page } = await enter(rig, state, 'bundled:karabakh', mode);
      await picture(page, `axe-${name} ${over}`.replaceAll(/\W+/g, '-'));
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    });
});

import type { BrowserContextOptions, Page, ViewportSize } from 'playwright-core';
import { loadTexts } from '../src/strings.ts';
import type { Texts } from '../src/texts/texts.ts';
import { open, screens, type Opened, type Rig } from './browser.ts';

/** Days and places of a dataset at which there is something to see. */
interface Samples {
  readonly day: string;
  readonly before: string;
  /** Beyond the days covered. */
  readonly uncovered: string;
  readonly zone: string;
  readonly contested: string;
  /** On this day a zone may have passed already, or not yet. */
  readonly doubtful: string;
  readonly overlay: string;
  /** In no zone, and a view of nothing. */
  readonly nowhere: string;
  readonly emptyView: string;
  /** A day on which the other map of the land says another thing, and a place of which it does. */
  readonly differing: string;
  /** A claim of one side, with its viewpoint where the dataset has any. */
  readonly claim: string;
  readonly text: string;
}

/** The bundled datasets, as `serve` calls them. */
export const samples = {
  'bundled:karabakh': {
    day: '2020-12-01', before: '2020-09-27', uncovered: '2031-05-01',
    zone: 'd=2020-11-25&sel=46.04,40.1', contested: 'd=2020-10-20&sel=47.03,39.4',
    doubtful: 'd=2020-10-30&sel=46.52584,39.46474', overlay: 'd=2022-09-01&sel=46.59723,39.59626',
    nowhere: 'd=2020-11-25&sel=44.9,39.2', emptyView: 'c=10,10,8',
    claim: 'd=2020-10-20&vp=azerbaijan_announced&sel=47.03,39.4', text: 'shusha', differing: 'd=1992-03-01&with=karabakh-other&sel=46.92736,39.99096',
  },
  'bundled:alsace': {
    day: '1918-11-26', before: '1914-08-01', uncovered: '1960-05-01',
    zone: 'd=1915-01-01&sel=7.59825,48.7471', contested: 'd=1918-11-23&sel=7.59825,48.7471',
    doubtful: 'd=1940-06-28&sel=7.59825,48.7471', overlay: 'd=1944-11-25&sel=6.35422,49.14105',
    nowhere: 'd=1915-01-01&sel=8.4,47.3', emptyView: 'c=10,10,8',
    claim: 'd=1871-05-20&sel=7.2509,47.886', text: 'moselle', differing: 'd=1915-01-01&with=alsace-other&sel=6.18,49.12',
  },
} satisfies Readonly<Record<string, Samples>>;

export type Bundled = keyof typeof samples;

/** A state that the page can be in: an address, and what is pressed from there. */
export interface State {
  readonly name: string;
  /** The path and the parameters but for those of a mode. */
  readonly at: (of: Samples) => string;
  /** What is pressed, found by its role and its name in the page's language. */
  readonly reach?: (page: Page, texts: Texts, of: Samples) => Promise<void>;
}

/**
 * Presses a button by its name. One that stands in the menu is there when the menu was opened; what
 * has keys is reached by them in tests of its own.
 */
export async function press(page: Page, texts: Texts, name: string): Promise<void> {
  const named = page.locator(`button:visible, [role=menuitem]:visible, summary:visible`)
    .and(page.getByRole('button', { name, exact: true })
      .or(page.getByRole('menuitem', { name, exact: true })));
  if (await named.count() === 0) {
    await page.getByRole('button', { name: texts.menu, exact: true }).click();
  }
  await named.first().click();
}

/** Unfolds all that is folded, also what unfolds within. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  await page.waitForLoadState('networkidle');
}

const compared = (more: string) => ({ day, before }: Samples) => `?d=${day}&cmp=${before}&${more}`;

/** All states that the page and the embed are looked at in; modes lie over them. */
export const states: readonly State[] = [
  { name: 'first map', at: () => '?' },
  { name: 'zone', at: ({ zone }) => `?${zone}` },
  { name: 'contested zone', at: ({ contested }) => `?${contested}` },
  { name: 'doubtful zone', at: ({ doubtful }) => `?${doubtful}` },
  { name: 'overlay', at: ({ overlay }) => `?${overlay}` },
  { name: 'claim of one side', at: ({ claim }) => `?${claim}` },
  { name: 'place unfolded', at: ({ contested }) => `?${contested}&names=both`,
    reach: (page) => unfold(page) },
  { name: 'place in no zone', at: ({ nowhere }) => `?${nowhere}` },
  { name: 'day not covered', at: ({ uncovered, zone }) =>
    `?d=${uncovered}&${zone.replace(/d=[^&]*&/, '')}` },
  { name: 'empty view', at: ({ emptyView }) => `?${emptyView}` },
  { name: 'changes', at: compared('tab=changes') },
  { name: 'changes unfolded', at: compared('tab=changes&mode=difference'),
    reach: (page) => unfold(page) },
  { name: 'legend', at: ({ day }) => `?d=${day}&tab=legend`, reach: (page) => unfold(page) },
  { name: 'legend of a difference', at: compared('tab=legend&mode=difference') },
  { name: 'zones', at: ({ day }) => `?d=${day}&tab=zones` },
  { name: 'sources', at: ({ day }) => `?d=${day}&tab=sources`, reach: (page) => unfold(page) },
  { name: 'areas in view', at: ({ day }) => `?d=${day}&tab=changes`, reach: async (page) => {
    await page.locator('#chart-in-view').check();
    await page.locator('#changes [role=status]').filter({ hasText: /[\d]/ }).waitFor();
  } },
  { name: 'events on the map', at: ({ day }) => `?d=${day}&tab=events&events=pins`, reach: async (page) => {
    await page.locator('.events-list li').first().waitFor();
  } },
  { name: 'swipe', at: compared('mode=swipe') },
  { name: 'side by side', at: compared('mode=side') },
  { name: 'other maps', at: ({ day }) => `?d=${day}&tab=maps` },
  { name: 'two maps that differ', at: ({ differing }) => `?${differing}&tab=maps` },
  { name: 'what the other map says of a place', at: ({ differing }) => `?${differing}&tab=place` },
  { name: 'found', at: () => '?', reach: async (page, texts, { text }) => {
    await page.getByRole('combobox', { name: texts.searchLabel }).fill(text);
    await page.locator('#search-list').getByRole('option').first().waitFor();
  } },
  { name: 'nothing found', at: () => '?', reach: async (page, texts) => {
    await page.getByRole('combobox', { name: texts.searchLabel }).fill('zzzzzz');
    await page.locator('#search-message').filter({ hasText: 'zzzzzz' }).waitFor();
  } },
  { name: 'menu', at: () => '?', reach: async (page, texts) => {
    const more = page.getByRole('button', { name: texts.menu, exact: true });
    if (await more.isVisible()) await more.click();
  } },
  { name: 'share', at: ({ zone }) => `?${zone}`, reach: async (page, texts) => {
    await press(page, texts, texts.share);
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'keys', at: () => '?', reach: async (page) => {
    await page.locator('#map').press('?');
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'address not read', at: () => '?d=yesterday&sel=1&vp=nobody' },
  { name: 'embed', at: ({ day }) => `embed?d=${day}` },
  { name: 'embed with a card', at: ({ contested }) => `embed?${contested}` },
  { name: 'film', at: () => '?', reach: async (page, texts) => {
    await press(page, texts, texts.share);
    await page.locator('dialog #film').click();
    await page.locator('dialog.film').waitFor();
  } },
];

/** What lies over a state. */
export interface Mode {
  readonly lang?: string;
  readonly screen?: keyof typeof screens | 'wide' | Readonly<ViewportSize>;
  readonly colours?: 'light' | 'dark' | 'forced';
}

const wide = { viewport: { width: 1920, height: 1080 } };
const touch = { isMobile: true, hasTouch: true };

/** The options of a browser for a mode; axe wants the policy bypassed. */
function optionsOf({ screen = 'desktop', colours = 'light' }: Mode): BrowserContextOptions {
  const of = typeof screen === 'object'
    ? { viewport: { width: screen.width, height: screen.height }, ...(screen.width < 600 && touch) }
    : screen === 'wide' ? wide : screens[screen];
  return {
    ...of, bypassCSP: true,
    ...(colours === 'forced' ? { forcedColors: 'active' as const } : { colorScheme: colours }),
  };
}

/** Opens a state, in the language and on the screen of a mode, and waits until all of it is there. */
export async function enter(
  rig: Rig, { at, reach }: State, data: Bundled, mode: Mode = {},
): Promise<Opened> {
  const { lang = 'en' } = mode;
  const opened = await open(rig, `${at(samples[data])}&lang=${lang}`, optionsOf(mode));
  await opened.page.waitForLoadState('networkidle');
  await reach?.(opened.page, await loadTexts(lang), samples[data]);
  return opened;
}

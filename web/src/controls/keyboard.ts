import { placeName, type Context } from '../context.ts';
import { byId } from '../dom.ts';
import type { LonLat } from '../model.ts';
import { rounded } from '../pointer.ts';
import { singleKeys } from '../singlekeys.ts';
import type { Stage } from '../stage.ts';
import type { Tab } from '../state.ts';
import { nextChange, previousChange } from '../timeline.ts';

/** Tells about the selected place, also when it was told of before. */
interface Voice {
  readonly place: () => void;
}

/**
 * The keys of the page. They do nothing in fields and dialogs; Enter and Escape belong to the map.
 */
export function mountKeyboard(
  context: Context, stage: Stage, panel: { readonly open: (tab: Tab) => void },
  announcer: Voice,
): void {
  const { state } = context;
  const root = stage.pane.map.getContainer();
  const actions: Readonly<Record<string, () => void>> = {
    '/': () => byId('search').focus(),
    '?': () => byId('help').click(),
    ',': () => step(context, previousChange),
    '.': () => step(context, nextChange),
    '[': () => cycle(context, stage, -1, announcer),
    ']': () => cycle(context, stage, 1, announcer),
    c: () => byId('compare').click(),
    l: () => panel.open('legend'),
    m: () => document.getElementById('measure')?.click(),
  };
  // The browser's own guess (:focus-visible) takes the map for reached by keyboard after a click.
  const byKeys = (on: boolean) => document.documentElement.classList.toggle('by-keys', on);
  document.addEventListener('keydown', () => byKeys(true), true);
  document.addEventListener('pointerdown', () => byKeys(false), true);
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !singleKeys() ||
      inField(event.target)) return;
    const act = actions[event.key] ??
      (event.key === ' ' && !isPressable(event.target) ? () => byId('play').click() : undefined);
    if (!act) return;
    event.preventDefault();
    act();
  });
  root.addEventListener('keydown', (event) => {
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey) return;
    const { lng, lat } = stage.pane.map.getCenter();
    if (event.key === 'Enter' && stage.pane.tool.take) stage.pane.tool.take([lng, lat]);
    else if (event.key === 'Enter') {
      const [top] = stage.pane.under([lng, lat], 9);
      state.set({ selection: rounded(top?.point ?? [lng, lat]), tab: 'place' });
      announcer.place();
    } else if (event.key === 'Escape') state.set({ selection: null });
    else return;
    event.preventDefault();
  });
}

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    target.matches('input:not([type=range], [type=checkbox]), select, textarea, dialog, dialog *');
}

/** Where a space already means something. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('button, summary, a, input, [role=tab]');
}

function step(context: Context, target: typeof nextChange): void {
  const { state } = context;
  const day = target(context.timeline.changes, state.get().day);
  if (day !== undefined) state.set({ day });
}

/** The zone, or the smallest region without control, at a place. */
function idAt({ control }: Stage['pane'], place: LonLat): string | undefined {
  const { zone, regions } = control.at(place);
  return zone ?? regions[0];
}

/** Selects the next zone in view, in the order of the names. */
function cycle(
  context: Context, { zonesInView, pane }: Stage, by: 1 | -1, announcer: Voice,
): void {
  const { state, timeline } = context;
  const zones = [...zonesInView()].map((id) => timeline.zones.get(id) ?? timeline.regions.get(id))
    .flatMap((zone) => zone?.label ? [{ id: zone.id, names: zone.names, label: zone.label }] : [])
    .sort((a, b) => placeName(context, a.names).text.localeCompare(placeName(context, b.names).text,
      state.get().lang));
  if (zones.length === 0) return;
  const { selection } = state.get();
  const now = selection ? zones.findIndex(({ id }) => id === idAt(pane, selection)) : -1;
  const next = zones[(now < 0 ? (by > 0 ? 0 : zones.length - 1)
    : now + by + zones.length) % zones.length];
  if (!next) return;
  state.set({ selection: next.label, tab: 'place' });
  announcer.place();
}

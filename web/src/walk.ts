import { placeName, type Context } from './context.ts';
import type { LonLat } from './model.ts';
import type { Stage } from './stage.ts';
import type { nextChange } from './epochs.ts';
import type { Voice } from './voice.ts';

/** Goes to the day of a change, if there is one. */
export function step(context: Context, target: typeof nextChange): void {
  const { state } = context;
  const day = target(context.timeline.changes, state.get().day);
  if (day !== undefined) state.set({ day });
}

/** The zone, or the smallest region without control, at a place. */
function idAt({ control }: Stage['pane'], place: LonLat): string | undefined {
  const { zone, regions } = control.at(place);
  return zone ?? regions[0];
}

/** Selects the next zone in view, in the order of the names, and has it told. */
export function cycle(
  context: Context, { zonesInView, pane }: Stage, by: 1 | -1, voice: Voice,
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
  voice.place();
}

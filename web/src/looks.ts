import { actorName, statusName, told, type Context } from './context.ts';
import type { Child } from './dom.ts';
import { changeOf, inOrder, type ZoneChange } from './difference.ts';
import type { Day } from './days.ts';
import type { Lang } from './model.ts';
import type { Fill } from './symbology.ts';
import type { State } from './state.ts';

/** A look of zones that changed, what it means, and how much has it. */
export interface ChangeLook {
  readonly text: string;
  readonly fill: Fill;
  readonly zones: number;
  readonly km2: number;
  /** Of the area, that of zones in view. */
  readonly seen: number;
}

/** The two days whose difference is drawn, in their order; undefined in all other modes. */
export function differenceDays(state: State): readonly [first: Day, last: Day] | undefined {
  const { mode, compare, day } = state.get();
  return mode === 'difference' && compare !== null ? inOrder(compare, day) : undefined;
}

/**
 * The looks of what changed between two days, the largest in view first; with `only`, the other
 * zones are not counted.
 */
export function changeLooks(
  context: Context, [first, last]: readonly [Day, Day], seen: ReadonlySet<string>,
  only?: ReadonlySet<string>,
): readonly ChangeLook[] {
  const { timeline, symbology, state } = context;
  const { lang, hidden } = state.get();
  const looks = new Map<string, ChangeLook>();
  for (const zone of timeline.zones.values()) {
    if (only && !only.has(zone.id)) continue;
    const change = changeOf(timeline, zone.id, first, last);
    const fill = symbology.changeFill(timeline, zone.id, first, last);
    if (!change || !fill) continue;
    if (hidden.includes(`actor:${change.after?.controller ?? ''}`)) continue;
    const text = changeWords(context, change, lang);
    const { zones, km2, seen: inView } = looks.get(text) ?? { zones: 0, km2: 0, seen: 0 };
    looks.set(text, { text, fill, zones: zones + 1, km2: km2 + zone.area_km2,
      seen: inView + (seen.has(zone.id) ? zone.area_km2 : 0) });
  }
  return [...looks.values()].sort((a, b) => b.seen - a.seen || b.km2 - a.km2);
}

/** Who lost and who gained; nothing passes from nobody, nor to nobody. */
function changeWords(context: Context, { kind, before, after }: ZoneChange, lang: Lang): string {
  const { texts } = context;
  const [lost, gained] = [before, after].map((p) => actorName(context, p?.controller, lang));
  return {
    passed: `${lost} → ${gained}`, altered: `${gained}: ${texts.altered}`,
    appeared: texts.unknownBefore(gained ?? ''), lost: texts.nowUnknown(lost ?? ''),
    back: texts.changedBack,
  }[kind];
}

/** A status's name as `statusWords` has it, in the language that it is had in. */
export function statusParts(
  context: Context, { status, claim }: { readonly status: string; readonly claim?: boolean },
): Child[] {
  return [told(context, 'span', context.symbology.status(status)?.names ?? status),
    claim && ` (${context.texts.claim})`];
}

/** A status's name, and that it is a claim where it rests on the word of one side. */
export function statusWords(
  context: Context, { status, claim }: { readonly status: string; readonly claim?: boolean },
  lang: Lang,
): string {
  const name = statusName(context, status, lang);
  return claim ? `${name} (${context.texts.claim})` : name;
}

import { fetchDatasets, fetchVersions } from '../api.ts';
import { isBound } from '../request.ts';
import type { Lang } from '../model.ts';
import { formatDay, parseISO } from '../days.ts';
import { pick, pickedLang } from '../names.ts';
import { mapsTexts } from '../texts/maps.ts';
import type { Context } from '../context.ts';
import { knownDay } from '../url.ts';

/** A map that this one can be compared with. */
export interface Other {
  /** As the address has it: a dataset, or a day on which this one was known after an @. */
  readonly id: string;
  readonly name: string;
  readonly lang: Lang;
}

export interface Others {
  readonly maps: readonly Other[];
  readonly versions: readonly Other[];
}

/** The map that an address names; undefined while the others have not come, and for none of them. */
export function nameOf(others: Others | undefined, id: string): Other | undefined {
  return [...(others?.maps ?? []), ...(others?.versions ?? [])].find((other) => other.id === id);
}

const all = new WeakMap<Context, Promise<Others>>();

/** The maps that the one shown can be compared with: those of the server, and its own versions. */
export function othersOf(context: Context): Promise<Others> {
  const found = all.get(context) ?? find(context);
  all.set(context, found);
  found.catch(() => all.delete(context)); // the next time
  return found;
}

async function find(context: Context): Promise<Others> {
  const { state, texts } = context;
  const { lang } = state.get();
  const list = document.querySelector<HTMLLinkElement>('link[rel="up"]')?.href;
  const [datasets, released] = await Promise.all([
    list === undefined ? undefined : fetchDatasets(list),
    document.querySelector('link[rel="version-history"]') ? fetchVersions() : undefined,
  ]);
  const here = hereOf(list);
  const maps = (datasets?.datasets ?? [])
    .filter(({ id, default: first, title }) => title && !(here === undefined ? first : id === here))
    .map(({ id, title }) => ({ id, name: pick(title, lang) || id, lang: pickedLang(title, lang) }));
  const days = new Set<string>(); // of several versions of a day the last one is known
  const versions = (released?.versions ?? []).filter(({ date, snapshot }) => {
    const last = !days.has(date);
    days.add(date);
    return last && !isBound(snapshot);
  }).map(({ date, version }) => ({ id: `@${date}`, lang,
    name: mapsTexts(texts.locale).asKnown(formatDay(parseISO(date) ?? 0, texts.locale), String(version)) }));
  const now: readonly Other[] = knownDay() === '' ? []
    : [{ id: '@', name: mapsTexts(texts.locale).now, lang }];
  return { maps, versions: [...now, ...versions] };
}

/** The id under which the page's dataset is served, as its address has it; undefined at the root. */
function hereOf(list: string | undefined): string | undefined {
  const [, id] = /\/d\/([^/]+)\/$/.exec(location.pathname) ?? [];
  return list === undefined || id === undefined ? undefined : decodeURIComponent(id);
}

import { fetchRegion } from '../api.ts';
import { placeName, type Context } from '../context.ts';
import { parseISO } from '../days.ts';
import { button, el, replaceContent, type Child } from '../dom.ts';
import type { Identity, RegionDetail } from '../answers.ts';
import type { LonLat } from '../model.ts';
import { errorElement } from '../notice.ts';
import { home, inOnePiece } from '../turns.ts';
import { row } from './evidence.ts';

/** A region at a place, with what came before and after it. */
export interface Identified extends Identity {
  readonly about: string;
}

/** Where the ids of a scheme are told of; other ids stand as they are. */
const catalogues: Readonly<Record<string, readonly [title: string, address: string]>> = {
  wikidata: ['Wikidata', 'https://www.wikidata.org/wiki/'],
  geonames: ['GeoNames', 'https://www.geonames.org/'],
};

/**
 * Which regions those at a place replaced, which replaced them, and their ids elsewhere, folded;
 * nothing where nothing is said. The names of the others are asked for when it is opened.
 */
export function identitySection(
  context: Context, regions: readonly Identified[],
): HTMLElement | null {
  const told = regions.filter(({ replaces, replaced_by: after, same_as: ids }) =>
    replaces || after || ids);
  if (told.length === 0) return null;
  const { texts } = context;
  const content = el('div', {});
  const details = el('details', { class: 'block identity' },
    el('summary', { 'data-key': 'identity' }, texts.identity), content);
  const fill = async () => {
    const known = new Map<string, RegionDetail>();
    const ids = new Set(told.flatMap(({ replaces = [], replaced_by: after = [] }) =>
      [...replaces, ...after]));
    try {
      for (const region of await Promise.all([...ids].map((id) => fetchRegion(id)))) {
        known.set(region.id, region);
      }
    } catch (error) { // the ids stand for themselves
      content.append(el('p', { class: 'problem' }, errorElement(error, texts)));
    }
    const links = (list: readonly string[] | undefined): Child[] => (list ?? []).flatMap((id, i) =>
      [i > 0 && ', ', link(context, id, known.get(id))]);
    replaceContent(content, ...told.flatMap(({ about, replaces, replaced_by: after, same_as: same }) => [
      el('h4', {}, about),
      el('dl', { class: 'facts' },
        ...row(texts.replaces, ...links(replaces)), ...row(texts.replacedBy, ...links(after)),
        ...row(texts.sameAs, ...Object.entries(same ?? {}).flatMap(([scheme, id], i) =>
          [i > 0 && ', ', elsewhere(context, scheme, id)])))]));
  };
  details.addEventListener('toggle', () => {
    if (details.open && content.childElementCount === 0) void fill();
  });
  return details;
}

/** A press goes to the region, on a day on which it is there. */
function link(context: Context, id: string, region: RegionDetail | undefined): Child {
  const { state } = context;
  if (!region) return id;
  const name = placeName(context, region.names);
  const { bbox } = region;
  if (!bbox) return el('span', { lang: name.lang }, name.text || id);
  const [west, south, east, north] = inOnePiece(bbox);
  const middle: LonLat = [home((west + east) / 2), (south + north) / 2];
  const first = parseISO(region.valid_from ?? '') ?? -Infinity;
  const end = parseISO(region.valid_to ?? '') ?? Infinity;
  return button({ class: 'link', lang: name.lang, 'data-key': `region-${id}` }, () => {
    const day = Math.min(Math.max(state.get().day, first), end - 1);
    state.set({ selection: middle, day, tab: 'place' });
  }, name.text || id);
}

function elsewhere({ texts }: Context, scheme: string, id: string): HTMLElement {
  const [title, address] = catalogues[scheme] ?? [];
  const words = `${title ?? scheme}: ${id}`;
  return address ? el('a', { href: address + encodeURIComponent(id), rel: 'noopener noreferrer',
    target: '_blank', title: texts.opensElsewhere }, words) : el('span', {}, words);
}

import { basemap } from '../basemap.ts';
import { told, type Context } from '../context.ts';
import { el, svg } from '../dom.ts';
import { differenceDays } from '../looks.ts';
import type { Lang, Names } from '../model.ts';
import { pick } from '../names.ts';
import { tileSpec, worldId } from '../pane.ts';
import { swatch } from '../swatch.ts';
import type { BorderClass } from '../symbology.ts';
import { controlOn } from '../held.ts';

/** A box that switches something on the map off and on. */
export function toggle({ state, texts }: Context, id: string, name: string): HTMLElement {
  const { hidden } = state.get();
  const box = el('input',
    { type: 'checkbox', 'aria-label': texts.showOnMap(name), title: texts.showOnMap(name),
      'data-key': `show-${id}` });
  box.checked = !hidden.includes(id);
  box.addEventListener('change', () => {
    const others = state.get().hidden.filter((other) => other !== id);
    state.set({ hidden: box.checked ? others : [...others, id] });
  });
  return box;
}

/** The layers over the zones, with the look that they have on the day shown or ever. */
export function overlayList(context: Context, lang: Lang): HTMLElement[] {
  const { dataset, timeline, symbology, state } = context;
  const { day } = state.get();
  return dataset.layers.filter(({ id }) => dataset.overlay_layers?.includes(id))
      .flatMap((layer) => {
    const all = [...timeline.overlays.values()].filter((overlay) => overlay.layer === layer.id);
    const now = all.filter(({ id }) => controlOn(timeline, id, day));
    const sample = (now[0] ?? all[0])?.id;
    const first = timeline.overlays.get(sample ?? '')?.periods[0];
    const fill = symbology.overlayFill(timeline, sample ?? '',
      now.length > 0 ? day : Math.max(first?.from ?? day, timeline.covers.from));
    if (!fill) return [];
    return [el('li', { class: now.length > 0 ? undefined : 'absent' },
      layer.kind === 'point' ? diamond(fill.ink ?? fill.base ?? '#808080')
        : swatch(fill.pattern === 'bands' ? { ...fill, pattern: 'stripes' } : fill),
      named(context, layer.title, layer.description),
      toggle(context, layer.id, pick(layer.title, lang)))];
  });
}

function diamond(color: string): SVGSVGElement {
  const path = svg('path', { d: 'M14 2l7 7-7 7-7-7z' });
  path.style.fill = color;
  return svg('svg', { class: 'line front mark-sample', width: 28, height: 18,
    'aria-hidden': 'true' }, path);
}

function named(
  context: Context, title: Names, description?: Names | string,
): HTMLElement {
  return el('div', {}, told(context, 'div', title, { class: 'name' }),
    told(context, 'p', description, { class: 'muted small' }));
}

/** The lines of the map, those of layers with what switches them. */
export function lineList(context: Context, seen: ReadonlySet<string>, lang: Lang): HTMLElement {
  const { texts, dataset } = context;
  const line = (kind: BorderClass | 'medium' | 'low' | 'contact' | 'country' | `outline-${number}`,
    content: Node | string, ...more: readonly Node[]) => el('li', {},
    svg('svg', { class: `line ${kind}`, width: 28, height: 18, 'aria-hidden': 'true' },
      svg('path', { d: 'M1 9h26' })),
    el('div', {}, content), ...more);
  const { outlines, lines } = tileSpec(dataset, context.timeline);
  const layer = (id: string) => dataset.layers.find((l) => l.id === id);
  const toggled = (id: string, kind: 'contact' | `outline-${number}`) => {
    const found = layer(id);
    return found && seen.has(id) &&
      line(kind, named(context, found.title), toggle(context, id, pick(found.title, lang)));
  };
  return el('ul', { class: 'legend-list' },
    // of differences these are not drawn
    ...(differenceDays(context.state) ? []
      : [line('front', texts.front), line('status', texts.statusLine)]),
    line('inner', texts.innerLine),
    line('outer', texts.outerLine), line('medium', texts.mediumLine), line('low', texts.lowLine),
    ...lines.map((id) => toggled(id, 'contact')),
    ...outlines.map((id, i) => toggled(id, `outline-${(i % 3) + 1}`)),
    ...(dataset.context ?? [])
      .map(({ id, title }) =>
        line('country', named(context, title), toggle(context, id, pick(title, lang)))),
    worldRow(context));
}

/** What lies below and around the map. */
export function worldRow(context: Context): HTMLElement | null {
  const below = basemap();
  if (below === 'none') return null;
  const { basemapNote } = context.texts;
  const [world, worldNote] = below ? [context.texts.basemap, `${below.attribution}. ${basemapNote}`]
    : [context.texts.world, context.texts.worldNote];
  return el('li', {}, svg('svg', { class: 'line country', width: 28, height: 18, 'aria-hidden': 'true' },
    svg('path', { d: 'M1 9h26' })),
  el('div', {}, el('div', { class: 'name' }, world), el('p', { class: 'muted small' }, worldNote)),
  toggle(context, worldId, world));
}

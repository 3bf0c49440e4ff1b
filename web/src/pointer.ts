import { statusParts } from './looks.ts';
import type * as L from 'leaflet';
import { claimantNames, holderName, placeName, type Context } from './context.ts';
import { el } from './dom.ts';
import { beganText, doubtText } from './doubt.ts';
import { unknownStatus, type LonLat } from './model.ts';
import { pick } from './names.ts';
import type { Pane } from './pane.ts';
import { controlOn, passingOn } from './held.ts';
import { historyOf } from './timeline.ts';
import { home } from './turns.ts';

/** Distance in which a mark counts as hit, in CSS pixels. */
const reachPx = { mouse: 9, finger: 20 };

/**
 * Hover and click of a map: a tip names the zone under the pointer, of which `hovered` is told; a
 * click selects. Returns the function that ends it.
 */
export function mountPointer(
  pane: Pane, tip: HTMLElement, context: Context,
  hovered: (id: string | undefined) => void = () => {},
): () => void {
  const { state } = context;
  const { map, highlight } = pane;
  const root = map.getContainer();
  const canHover = matchMedia('(hover: hover)');
  const reach = () => (canHover.matches ? reachPx.mouse : reachPx.finger);
  let frame = 0;
  let moving = false;
  let last: L.LeafletMouseEvent | undefined;
  const clear = () => {
    last = undefined;
    hovered(undefined);
    highlight.setHovered(undefined);
    tip.hidden = true;
    root.classList.remove('over-zone');
  };
  const show = () => {
    frame = 0;
    if (!last || moving) return clear();
    const [top] = pane.under([last.latlng.lng, last.latlng.lat], reach());
    highlight.setHovered(top?.id);
    hovered(top?.id);
    root.classList.toggle('over-zone', top !== undefined);
    const over = pane.over?.said([last.latlng.lng, last.latlng.lat]);
    tip.hidden = top === undefined && !over;
    if (tip.hidden) return;
    tip.replaceChildren(...(top ? tipLines(context, top.id, pane.day()) : []), ...(over ? [el('span', {}, over)] : []));
    placeTip(tip, last.containerPoint, root);
  };
  map.on('mousemove', (event) => {
    if (!canHover.matches) return;
    last = event;
    frame ||= requestAnimationFrame(show);
  });
  map.on('movestart zoomstart', () => {
    moving = true;
    clear();
  });
  map.on('moveend', () => (moving = false));
  map.on('mouseout', clear);
  const select = ({ latlng }: L.LeafletMouseEvent) => {
    if (pane.tool.take) return pane.tool.take([latlng.lng, latlng.lat]);
    const [top] = pane.under([latlng.lng, latlng.lat], reach());
    state.set({ selection: rounded(top?.point ?? [latlng.lng, latlng.lat]), tab: 'place' });
  };
  map.on('click', select);
  map.on('contextmenu', (event) => { // a long press on a phone
    event.originalEvent.preventDefault();
    select(event);
  });
  return state.watch(['day', 'lang', 'names', 'compare'], () => last && show());
}

/**
 * A place by its usual name, in whatever copy of the world it was chosen. About 1 m: no line is
 * known better than that.
 */
export function rounded([lon, lat]: LonLat): LonLat {
  return [Number(home(lon).toFixed(5)), Number(lat.toFixed(5))];
}

/** What a zone, an overlay or a region is on a day, in a few lines. */
export function tipLines(context: Context, id: string, day: number): Node[] {
  const { state, timeline, texts } = context;
  const { lang } = state.get();
  const region = timeline.regions.get(id);
  if (region) {
    const title = context.dataset.layers.find((layer) => layer.id === region.layer)?.title;
    return [el('strong', {}, placeName(context, region.names).text || id),
      el('span', {}, pick(title, lang))];
  }
  const zone = historyOf(timeline, id);
  const period = controlOn(timeline, id, day);
  const passing = passingOn(timeline, id, day);
  const held = period
    ? [holderName(context, period.controller, period.status), ' · ', ...statusParts(context, period)]
    : [holderName(context, null, unknownStatus)];
  return [
    el('strong', {}, zone ? placeName(context, zone.names).text : id),
    el('span', {}, ...held),
    ...(period && Number.isFinite(period.from)
      ? [el('span', { class: 'muted' },
        `${texts.since} ${beganText(texts, period)}`)] : []),
    ...(period?.claimants ? [el('span', { class: 'muted' },
      `${texts.contestedBetween}: ${claimantNames(context, period, lang)}`)] : []),
    ...(passing ? [el('span', {},
      doubtText(texts, passing, ({ controller }) => controller))] : []),
  ];
}

/** Beside the pointer, on the side where there is room. */
function placeTip(tip: HTMLElement, at: L.Point, root: HTMLElement): void {
  const { clientWidth, clientHeight } = root;
  const left = at.x + 16 + tip.offsetWidth > clientWidth ? at.x - 16 - tip.offsetWidth : at.x + 16;
  const top = Math.min(at.y + 16, clientHeight - tip.offsetHeight - 8);
  // beside each other, the second map does not begin at the left, nor any below a band at the top
  const shift = root.offsetLeft;
  tip.style.transform =
    `translate(${Math.round(Math.max(4, left) + shift)}px, ${Math.round(top) + root.offsetTop}px)`;
}

import type * as L from 'leaflet';
import { actorName, statusName, type Context } from '../context.ts';
import { formatDay } from '../days.ts';
import { el } from '../dom.ts';
import { unknownStatus, type LonLat } from '../model.ts';
import { pick } from '../names.ts';
import { controlOn, nextChange, previousChange } from '../timeline.ts';

/** What the pointer needs to know of the layers. */
export interface Pointed {
  readonly zoneAt: (point: LonLat) => string | undefined;
  readonly hover: (zone: string | undefined) => void;
}

/** Hover, click and keys of the map: a tip for what is under the pointer, a click or Enter selects. */
export function mountPointer(map: L.Map, tip: HTMLElement, context: Context, pointed: Pointed): void {
  const { state, timeline } = context;
  const root = map.getContainer();
  const canHover = matchMedia('(hover: hover)');
  let frame = 0;
  let moving = false;
  let last: L.LeafletMouseEvent | undefined;
  const clear = () => {
    last = undefined;
    pointed.hover(undefined);
    tip.hidden = true;
    root.classList.remove('over-zone');
  };
  const show = () => {
    frame = 0;
    if (!last || moving) return clear();
    const zone = pointed.zoneAt([last.latlng.lng, last.latlng.lat]);
    pointed.hover(zone);
    root.classList.toggle('over-zone', zone !== undefined);
    tip.hidden = zone === undefined;
    if (zone === undefined) return;
    tip.replaceChildren(...tipLines(context, zone));
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
  state.watch(['day', 'lang'], () => last && show());
  map.on('click', ({ latlng }) => state.set({ selection: rounded(latlng) }));
  root.addEventListener('keydown', (event) => {
    if (event.target !== root || event.ctrlKey || event.metaKey || event.altKey) return;
    const { day } = state.get();
    if (event.key === 'Enter') state.set({ selection: rounded(map.getCenter()) });
    else if (event.key === 'Escape') state.set({ selection: null });
    else if (event.key === ',') state.set({ day: previousChange(timeline.changes, day) ?? day });
    else if (event.key === '.') state.set({ day: nextChange(timeline.changes, day) ?? day });
    else return;
    event.preventDefault();
  });
}

/** About 1 m: no line is known better than that. */
function rounded({ lng, lat }: L.LatLng): LonLat {
  return [Number(lng.toFixed(5)), Number(lat.toFixed(5))];
}

function tipLines(context: Context, id: string): Node[] {
  const { state, timeline, texts } = context;
  const { day, lang } = state.get();
  const zone = timeline.zones.get(id);
  const period = controlOn(timeline, id, day);
  const held = period
    ? [actorName(context, period.controller, lang), statusName(context, period.status, lang)].join(' · ')
    : statusName(context, unknownStatus, lang);
  return [
    el('strong', {}, pick(zone?.names ?? id, lang)),
    el('span', {}, held),
    ...(period ? [el('span', { class: 'muted' }, `${texts.since} ${formatDay(period.from, texts.locale, 'short')}`)] : []),
  ];
}

/** Beside the pointer, on the side where there is room. */
function placeTip(tip: HTMLElement, at: L.Point, root: HTMLElement): void {
  const { clientWidth, clientHeight } = root;
  const left = at.x + 16 + tip.offsetWidth > clientWidth ? at.x - 16 - tip.offsetWidth : at.x + 16;
  const top = Math.min(at.y + 16, clientHeight - tip.offsetHeight - 8);
  tip.style.transform = `translate(${Math.round(Math.max(4, left))}px, ${Math.round(top)}px)`;
}

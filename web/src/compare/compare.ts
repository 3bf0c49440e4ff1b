import type * as L from 'leaflet';
import type { Context } from '../context.ts';
import { dateInput, type DateInput } from '../datefield.ts';
import { mountPointer } from '../pointer.ts';
import { formatDay, type Day } from '../days.ts';
import { inOrder } from '../difference.ts';
import { button, byId, el, icon } from '../dom.ts';
import { addAttribution, createMap } from '../map.ts';
import { createPane, type Pane } from '../pane.ts';
import type { Stage } from '../stage.ts';
import { modes, type Mode } from '../state.ts';

/** How far an arrow key moves the divider. */
const stepShare = 0.05;

/**
 * A second map on the right, which shows the later of the two days; the first one shows the
 * earlier.
 */
interface Second {
  readonly pane: Pane;
  readonly root: HTMLElement;
  readonly remove: () => void;
}

/**
 * Shows two dates in the mode of the state from now on; `framed` when the extent of the map was
 * chosen for the comparison already.
 */
export function startCompare(context: Context, stage: Stage, framed: boolean): void {
  const { state } = context;
  const root = byId('stage');
  let second: Second | undefined;
  const divider = mountDivider(context, root);
  const bar = mountBar(context, root);
  const update = () => {
    const { mode } = state.get();
    const halved = mode === 'side' && !root.classList.contains('side') && !framed;
    framed = false;
    const two = mode === 'swipe' || mode === 'side';
    root.classList.toggle('swipe', mode === 'swipe');
    root.classList.toggle('side', mode === 'side');
    divider.hidden = mode !== 'swipe';
    bar.update();
    if (two && !second) second = addSecond(context, stage, root);
    const { map } = stage.pane;
    const seen = map.getBounds();
    if (!two) {
      second?.remove();
      second = undefined;
    }
    liftKey(root, two);
    map.invalidateSize({ animate: false });
    if (mode === 'side' && halved) map.fitBounds(seen, { animate: false }); // in half of the room
    second?.pane.map.invalidateSize({ animate: false });
  };
  state.watch(['mode', 'compare', 'day'], update);
  update();
}

/** The short legend speaks of both maps, so it stands above both, and else in its corner. */
function liftKey(root: HTMLElement, two: boolean): void {
  const key = root.querySelector('.key');
  const home = two ? root : root.querySelector('#map .leaflet-bottom.leaflet-left');
  if (key && key.parentElement !== home) home?.prepend(key);
}

function addSecond(context: Context, stage: Stage, root: HTMLElement): Second {
  const { state, texts } = context;
  const element = el('div',
    { id: 'map-2', class: 'map-2', role: 'region',
      'aria-label': `${context.timeline.statesControl ? texts.mapLabel : texts.mapOfRegions}, ${texts.rightDate}` });
  byId('map').after(element);
  const map = createMap(element, context, { zoomControl: false, zoomAnimation: false });
  addAttribution(map, context);
  const later = () => {
    const { compare, day } = state.get();
    return compare === null ? day : inOrder(compare, day)[1];
  };
  const pane = createPane(map, context, stage.stores, later());
  const look = () => pane.setLook({ hidden: state.get().hidden, since: null });
  look();
  const endPointer = mountPointer(pane, byId('tooltip'), context);
  const endSync = synchronise(stage.pane.map, map);
  const stops = [
    state.watch(['day', 'compare'], () => pane.setDay(later())), state.watch(['hidden'], look),
    endPointer, endSync,
  ];
  const sizes = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  sizes.observe(element);
  root.classList.add('two');
  return {
    pane, root: element,
    remove: () => {
      for (const stop of stops) stop();
      sizes.disconnect();
      pane.remove();
      element.remove();
      root.classList.remove('two');
    },
  };
}

/** Moves each map when the other one was moved. */
function synchronise(first: L.Map, second: L.Map): () => void {
  let busy = false;
  const copy = (from: L.Map, to: L.Map) => () => {
    if (busy) return;
    busy = true;
    to.setView(from.getCenter(), from.getZoom(), { animate: false });
    busy = false;
  };
  const [there, back] = [copy(first, second), copy(second, first)];
  first.on('move zoomend moveend', there);
  second.on('move zoomend moveend', back);
  there();
  return () => {
    first.off('move zoomend moveend', there);
    second.off('move zoomend moveend', back);
  };
}

/** The line between the two maps, to be dragged or moved with the arrow keys. */
function mountDivider({ texts }: Context, root: HTMLElement): HTMLElement {
  const divider = el('div', {
    class: 'divider', role: 'slider', tabindex: 0, 'aria-label': texts.divider, 'aria-valuemin': 0,
    'aria-valuemax': 100,
  }, el('span', { class: 'grip' }, icon('back'), icon('forth')));
  let share = 0.5;
  const set = (to: number) => {
    share = Math.min(Math.max(to, 0.02), 0.98);
    root.style.setProperty('--split', `${share * 100}%`);
    divider.setAttribute('aria-valuenow', String(Math.round(share * 100)));
  };
  divider.addEventListener('pointerdown', (event) => {
    divider.setPointerCapture(event.pointerId);
    event.preventDefault();
    divider.focus();
  });
  divider.addEventListener('pointermove', (event) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const { left, width } = root.getBoundingClientRect();
    set((event.clientX - left) / width);
  });
  divider.addEventListener('keydown', (event) => {
    const to = { ArrowLeft: share - stepShare, ArrowRight: share + stepShare, Home: 0,
      End: 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
  });
  root.append(divider);
  set(share);
  return divider;
}

/** Both dates and the ways to compare, above the map. */
function mountBar(context: Context, root: HTMLElement): { update: () => void } {
  const { state, texts } = context;
  const days = () => inOrder(state.get().compare ?? state.get().day, state.get().day);
  // each field sets the day that it shows, whichever of the two that is
  const set = (side: 0 | 1) => (chosen: Day) => {
    const { day } = state.get();
    const [first, last] = days();
    const shown = first === last ? side === 1 : days()[side] === day;
    state.set(shown ? { day: chosen } : { compare: chosen });
  };
  const left = dateInput(context, texts.leftDate, () => days()[0], set(0), false);
  const right = dateInput(context, texts.rightDate, () => days()[1], set(1), false);
  const choices = modes.filter((mode) => mode !== 'one').map((mode) => choice(context, mode));
  const note = el('p', { class: 'small note-line' });
  const close = button({ class: 'icon-button', 'aria-label': texts.close, title: texts.close },
    () => state.set({ mode: 'one' }), icon('close'));
  const bar = el('div', { class: 'compare-bar', role: 'group', 'aria-label': texts.compare },
    chip(left), el('div', { class: 'choices' }, ...choices), chip(right), close, note);
  root.append(bar);
  return {
    update: () => {
      const { mode, compare, day } = state.get();
      bar.hidden = mode === 'one';
      left.update();
      right.update();
      for (const item of choices) {
        item.setAttribute('aria-pressed', String(item.dataset['mode'] === mode));
      }
      const [first, last] = days().map((d) => formatDay(d, texts.locale)) as [string, string];
      note.textContent = compare === null ? '' : compare === day ? texts.sameDay : [
        compare > day && texts.daysReordered(first, last),
        mode === 'difference' && texts.differenceSince(first),
      ].filter(Boolean).join(' ');
    },
  };
}

function chip({ element }: DateInput): HTMLElement {
  return el('div', { class: 'chip' }, element);
}

function choice({ state, texts }: Context, mode: Mode): HTMLButtonElement {
  return button({ class: 'choice', 'data-mode': mode, 'aria-pressed': 'false' },
    () => state.set({ mode }), texts.compareModes[mode]);
}

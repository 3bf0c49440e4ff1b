import type { Section } from './section.ts';
import { mountSheet } from './sheet.ts';
import { lazily } from '../lazy.ts';
import type { Context } from '../context.ts';
import { byId, debounced, el } from '../dom.ts';
import type { LonLat } from '../model.ts';
import type { Stage } from '../stage.ts';
import { tabs, type Tab } from '../state.ts';

/**
 * The panel beside the map, on a phone a sheet over its lower part: tabs for the place, the
 * changes, the legend, the zones in view, the sources.
 */
export function mountPanel(context: Context, stage: Stage): { readonly open: (tab: Tab) => void } {
  const { state } = context;
  const sheet = mountSheet(context);
  const plain = !context.timeline.statesControl;
  const met = (point: LonLat) => (plain ? stage.pane.control.at(point).regions : []);
  const sections: Section[] = [];
  const lazy: Partial<Record<Tab, () => Promise<Section>>> = {
    place: async () => {
      const place = (await import('./begun.ts')).mountPlace(byId('place'), context, met,
        (answer, overlays, regions) => {
          const region = plain ? regions[0] : undefined;
          stage.select(answer?.zone?.id ?? overlays[0] ?? region?.id);
        });
      if (plain) stage.onTiles(debounced(150, place.update));
      return place;
    },
    changes: async () => (plain
      ? (await import('./regionchanges.ts')).mountRegionChanges(byId('changes'), context, stage)
      : (await import('./changes.ts')).mountChanges(byId('changes'), context, stage)),
    legend: async () =>
      (await import('./begun.ts')).mountLegend(byId('legend'), context, stage),
    zones: async () => {
      const zones = (plain ? (await import('./regions.ts')).mountRegions
        : (await import('./begun.ts')).mountZones)(byId('zones'), context, stage.zonesInView);
      stage.onTiles(zones.update);
      return zones;
    },
    events: async () => (await import('../events/mount.ts')).mountEvents(byId('events'), context, stage, sheet.expand),
    maps: async () =>
      (await import('./maps.ts')).mountMaps(byId('maps-told'), context, stage),
    sources: async () =>
      (await import('./sources.ts')).mountSources(byId('sources'), context, stage),
  };
  const show = (tab: Tab) => {
    const load = lazy[tab];
    delete lazy[tab];
    if (!load) return;
    lazily(context, async () => void sections.push(await load()))
      .catch(() => (lazy[tab] = load)); // the next time that it is chosen
  };
  mountFeedback(context);
  mountTabs(context, (tab) => show(tab));
  if (state.get().selection !== null) show('place');
  const open = (tab: Tab) => {
    state.set({ tab });
    sheet.expand();
    byId(`tab-${tab}`).focus();
  };
  stage.onKey(() => open('legend'));
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    open('zones');
  });
  const showEvents = () => state.get().events !== '' && context.timeline.events.size > 0 && show('events'); // in whatever tab
  state.watch(['events'], showEvents);
  showEvents();
  state.watch(['selection'], ({ selection }) => {
    if (selection !== null) show('place'); // in whatever tab: it marks the zone
    if (selection === null) {
      if (state.get().tab === 'place') state.set({ tab: 'legend' });
      return;
    }
    state.set({ tab: 'place' });
    byId('panel-content').scrollTop = 0;
    sheet.expand();
    stage.reveal();
  });
  if (state.get().selection !== null || ['changes', 'events', 'maps'].includes(state.get().tab)) sheet.expand();
  if (state.get().selection !== null) stage.reveal();
  // in time for a reader who is offline by then
  void stage.ready.then(() => void import('./begun.ts'));
  void stage.ready.then(() => void (plain ? import('./regions.ts') : import('./begun.ts')));
  stage.onLooks(() => sections.forEach((section) => section.update()));
  return { open };
}

/** Where mistakes are reported, at the foot of all tabs, if the dataset says so. */
function mountFeedback({ dataset, texts }: Context): void {
  const address = dataset.feedback;
  if (!address || !/^(https:|mailto:)/i.test(address)) return;
  byId('panel-content').append(el('p', { class: 'panel-foot' }, el('a', { href: address,
    rel: 'noopener noreferrer', ...(/^mailto:/i.test(address) ? {} : { target: '_blank' }) },
    texts.reportMistake)));
}

/** The tabs (WAI-ARIA, activated as the arrow keys move). */
function mountTabs({ state, texts, timeline }: Context, shown: (tab: Tab) => void): void {
  const list = byId('tabs');
  // one map alone that was never released has nothing to be compared with
  const alone = !timeline.statesControl || !document.querySelector('link[rel="up"], link[rel="version-history"]');
  const shownTabs = tabs.filter((tab) => (tab !== 'maps' || !alone) && (tab !== 'events' || timeline.events.size > 0));
  if (!shownTabs.includes(state.get().tab)) state.set({ tab: 'legend' });
  list.setAttribute('aria-label', texts.panelLabel);
  for (const tab of shownTabs) {
    const control = el('button', {
      type: 'button', role: 'tab', id: `tab-${tab}`, 'aria-controls': `section-${tab}`,
    }, tab === 'zones' && !timeline.statesControl ? texts.regions : texts.tabs[tab]);
    control.addEventListener('click', () => state.set({ tab }));
    list.append(control);
    byId(`section-${tab}`).setAttribute('aria-labelledby', `tab-${tab}`);
  }
  list.addEventListener('keydown', (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? shownTabs.length - 1
      : by === undefined ? undefined
        : (shownTabs.indexOf(state.get().tab) + by + shownTabs.length) % shownTabs.length;
    const tab = to === undefined ? undefined : shownTabs[to];
    if (tab === undefined) return;
    event.preventDefault();
    state.set({ tab });
    byId(`tab-${tab}`).focus();
  });
  const reveal = () => {
    const control = byId(`tab-${state.get().tab}`);
    list.scrollLeft = control.offsetLeft + control.offsetWidth - list.clientWidth;
  };
  document.fonts.addEventListener('loadingdone', reveal); // which may be wider
  const update = () => {
    const { tab: open } = state.get();
    for (const tab of shownTabs) {
      const control = byId(`tab-${tab}`);
      control.setAttribute('aria-selected', String(tab === open));
      control.tabIndex = tab === open ? 0 : -1;
      byId(`section-${tab}`).hidden = tab !== open;
    }
    reveal();
    byId('panel-content').scrollTop = 0;
    shown(open);
  };
  state.watch(['tab'], update);
  update();
}

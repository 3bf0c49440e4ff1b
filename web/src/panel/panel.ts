import { mountLegend } from './legend.ts';
import { mountPlace } from './place.ts';
import { mountZones } from './zones.ts';
import type { Context } from '../context.ts';
import { byId, el, icon } from '../dom.ts';
import { pick, pickedLang } from '../names.ts';
import { safeLink } from './evidence.ts';

/** What the panel needs of the map. */
export interface PanelStage {
  readonly zonesInView: () => ReadonlySet<string>;
  readonly outlinesSeen: () => ReadonlySet<string>;
  readonly select: (zone: string | undefined) => void;
  readonly reveal: () => void;
  readonly onTiles: (call: () => void) => void;
  readonly onLooks: (call: () => void) => void;
  readonly onKey: (call: () => void) => void;
}

/** The panel beside the map, on a phone a sheet over its lower part: place, legend, zones in view. */
export function mountPanel(context: Context, stage: PanelStage): void {
  const { state, texts } = context;
  byId('legend-title').textContent = texts.legend;
  byId('zones-title').textContent = texts.zonesInView;
  byId('about-title').textContent = texts.about;
  byId('hint').textContent = texts.placeHint;
  const expand = mountSheet(context);
  const legend = mountLegend(byId('legend'), context, stage.outlinesSeen);
  const zones = mountZones(byId('zones'), context, stage.zonesInView);
  stage.onTiles(zones.update);
  stage.onTiles(legend.updateLines);
  stage.onKey(() => {
    const section = byId('legend-section') as HTMLDetailsElement;
    section.open = true;
    expand(true);
    section.scrollIntoView({ block: 'start' });
    section.querySelector('summary')?.focus({ preventScroll: true });
  });
  state.watch(['selection'], ({ selection }) => {
    byId('hint').hidden = selection !== null;
    if (selection === null) return;
    byId('panel-content').scrollTop = 0;
    expand(true);
    stage.reveal();
  });
  byId('hint').hidden = state.get().selection !== null;
  if (state.get().selection !== null) {
    expand(true);
    stage.reveal();
  }
  const place = mountPlace(byId('place'), context, (answer) => {
    stage.select(answer?.zone?.id);
    if (answer?.zone) byId('live').textContent = pick(answer.zone.names, state.get().lang);
  });
  for (const view of [legend, zones, place]) stage.onLooks(view.update);
  mountAbout(context);
}

/** The handle that opens and closes the sheet on a phone. Returns what sets it. */
function mountSheet({ texts }: Context): (open: boolean) => void {
  const [handle, panel] = [byId('sheet'), byId('panel')];
  const label = el('span', {});
  handle.append(icon('up'), label);
  const set = (open: boolean) => {
    panel.classList.toggle('open', open);
    handle.setAttribute('aria-expanded', String(open));
    label.textContent = open ? texts.collapse : texts.expand;
  };
  handle.addEventListener('click', () => set(!panel.classList.contains('open')));
  set(false);
  return set;
}

function mountAbout({ state, dataset, texts }: Context): void {
  const root = byId('about');
  const update = () => {
    const { lang } = state.get();
    const licence = safeLink(dataset.licence_url);
    root.replaceChildren(
      el('p', { lang: pickedLang(dataset.description, lang) }, pick(dataset.description, lang)),
      el('p', { class: 'muted' }, dataset.attribution),
      el('p', { class: 'muted' }, `${texts.licence}: `,
        licence ? el('a', { href: licence, rel: 'noopener noreferrer license', target: '_blank' }, dataset.licence) : dataset.licence,
        ` · ${texts.version} ${dataset.version}`));
  };
  state.watch(['lang'], update);
  update();
}

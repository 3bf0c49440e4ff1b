import * as L from 'leaflet';
import type { Context } from '../context.ts';
import { byId, icon } from '../dom.ts';
import { isEmbedded } from '../embed.ts';
import { lazily } from '../lazy.ts';
import { addAttribution } from '../map.ts';
import type { Pane } from '../pane.ts';

/**
 * Zoom, the way back to all zones, the whole screen, the ruler, and who is to be
 * credited.
 */
export function addMapButtons(pane: Pane, context: Context, home: () => void): void {
  const { texts } = context;
  const { map } = pane;
  map.getContainer().setAttribute('aria-label',
    context.timeline.statesControl ? texts.mapLabel : texts.mapOfRegions);
  addAttribution(map, context);
  const zoom = new L.Control.Zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut })
    .addTo(map);
  const bar = zoom.getContainer();
  if (!bar) return;
  const add = (
    name: Parameters<typeof icon>[0], text: string, pressed: (button: HTMLElement) => void,
  ) => {
    const button = L.DomUtil.create('a', name, bar);
    button.href = '#';
    button.title = text;
    button.setAttribute('role', 'button');
    button.setAttribute('aria-label', text);
    button.append(icon(name));
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener('click', (event) => {
      event.preventDefault();
      pressed(button);
    });
    button.addEventListener('keydown', (event) => {
      if (event.key !== ' ') return;
      event.preventDefault();
      button.click();
    });
    return button;
  };
  add('home', texts.wholeMap, home);
  if (isEmbedded()) return;
  if (document.fullscreenEnabled) {
    const whole = add('grow', texts.fullScreen, () => void (document.fullscreenElement
      ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
    document.addEventListener('fullscreenchange', () => {
      whole.setAttribute('aria-pressed', String(document.fullscreenElement !== null));
      whole.replaceChildren(icon(document.fullscreenElement ? 'shrink' : 'grow'));
    });
  }
  let toggle: (() => boolean) | undefined;
  add('measure', texts.measure, (button) => void lazily(context, async () => {
    toggle ??= (await import('../measure/measure.ts'))
      .mountMeasure(context, pane, byId('stage'),
        (on) => button.setAttribute('aria-pressed', String(on)));
    toggle();
  })).id = 'measure';
}

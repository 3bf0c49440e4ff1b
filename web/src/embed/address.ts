import type * as L from 'leaflet';
import type { Context } from '../context.ts';
import { fitBounds, fitZones, type Fit } from '../map.ts';
import { encodeBounds, encodeView, type Vocabulary } from '../url.ts';

/** Parameters of an address besides the view. They stay. */
const kept = ['lock', 'bare', 'theme', 'ratio'] as const;

/** Browsers refuse more than about 100 changes of the address in 30 seconds. */
const quietMs = 500;

/**
 * Keeps what the author chose in view while the frame changes its size, until the reader moves the
 * map; and the address in step with the view, so that loading the frame anew keeps it. It makes no
 * entries of the history: Back belongs to the page around. Returns what writes the address at once.
 */
export function keepAddress(
  { state, timeline }: Context, vocabulary: Vocabulary, map: L.Map, fit: Fit,
): () => void {
  const options = [...new URLSearchParams(location.search)]
    .filter(([name]) => kept.some((k) => k === name));
  let fitted = fit !== undefined;
  let fitting = false;
  const refit = () => {
    if (!fitted) return;
    fitting = true;
    if (fit === 'all') fitZones(map, timeline);
    else if (fit) fitBounds(map, fit);
    fitting = false;
  };
  map.on('resize', refit);
  map.on('dragstart zoomstart', () => {
    if (!fitting) fitted = false;
  });
  const write = () => {
    let query = encodeView(state.get(), vocabulary);
    if (fitted) {
      query = query.replace(/&c=[^&]*/, fit === 'all' || !fit ? '' : `&${encodeBounds(fit)}`);
    }
    history.replaceState(null, '', query +
      options.map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join(''));
  };
  let timer = 0;
  state.subscribe(() => {
    timer ||= window.setTimeout(() => {
      timer = 0;
      write();
    }, quietMs);
  });
  return write;
}

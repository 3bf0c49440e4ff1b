import { byId } from '../dom.ts';

/** The widest and the narrowest map that an address may ask for, width by height. */
const ratios = [0.3, 4] as const;

/** The card of a place is read in a frame that is not higher than this. */
const mostCardPx = 560;

/**
 * Tells the page around how high the frame should be for its width: what stands around the map, and
 * the map in the ratio that the address asks for, or as high as the card that is read. The script
 * that we serve for authors hears it. Without a ratio nothing is told.
 */
export function tellSize(ratio: number): void {
  if (window.parent === window || !(ratio >= ratios[0] && ratio <= ratios[1])) return;
  const [stage, card] = [byId('stage'), byId('panel')];
  let told = 0;
  const tell = (again = false) => {
    const width = document.documentElement.clientWidth;
    const around = document.documentElement.clientHeight - stage.clientHeight;
    const read = card.classList.contains('whole') ? Math.min(card.scrollHeight, mostCardPx) : 0;
    const height = Math.round(around + Math.max(width / ratio, read));
    if (height === told && !again) return;
    told = height;
    // of no use to anyone but the page around, whoever that is
    window.parent.postMessage({ demarc: 'height', height }, '*');
  };
  const sizes = new ResizeObserver(() => tell());
  for (const element of [document.documentElement, stage, card]) sizes.observe(element);
  new MutationObserver(() => tell()).observe(card, { attributeFilter: ['class', 'hidden'] });
  addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    if (source === window.parent && data === 'demarc: height?') tell(true);
  });
}

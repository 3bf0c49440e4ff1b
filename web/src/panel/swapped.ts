import type { LocateAnswer } from '../answers.ts';
import type { Context } from '../context.ts';
import { button } from '../dom.ts';
import { inOnePiece, nearTo } from '../turns.ts';

/** Whether a place lies in the part of the world that the dataset speaks of, or would with its coordinates swapped. */
export function whereOf({ dataset }: Context, { lon, lat }: LocateAnswer): 'inside' | 'outside' | 'swapped' {
  const [west, south, east, north] = inOnePiece(dataset.covers.extent);
  const within = (x: number, y: number) => {
    const turned = nearTo(x, (west + east) / 2);
    return turned >= west && turned <= east && y >= south && y <= north;
  };
  if (within(lon, lat)) return 'inside';
  return within(lat, lon) ? 'swapped' : 'outside';
}

/** A button that swaps the coordinates of a place, where that leads to one which the dataset speaks of. */
export function swapButton(context: Context, answer: LocateAnswer): HTMLElement | null {
  if (answer.zone || whereOf(context, answer) !== 'swapped') return null;
  return button({ class: 'plain', 'data-key': 'swap' }, () => {
    context.state.set({ selection: [answer.lat, answer.lon] });
    document.getElementById('place-name')?.focus(); // the button is gone with the place
  }, context.texts.swapCoordinates);
}

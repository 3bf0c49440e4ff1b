let there: (() => void) | undefined;

/**
 * One card has room over the map: whichever was there is closed. Returns what a card calls that
 * leaves.
 */
export function takePlace(close: () => void): () => void {
  there?.();
  there = close;
  return () => {
    if (there === close) there = undefined;
  };
}

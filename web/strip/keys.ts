/** A step of the keys and buttons. */
export const zoomStep = 2;

/** What the keys ask for; what a handle does not have is left to the browser. */
export interface Keys {
  readonly step: (days: number) => void;
  readonly change?: (by: 1 | -1) => void;
  readonly first?: () => void;
  readonly last?: () => void;
  readonly zoom?: (times: number) => void;
  readonly whole?: () => void;
  readonly leave?: () => void;
}

/** Listens to the keys of a slider: the browser's own steps are of what is seen, these are of days. */
export function listenKeys(slider: HTMLElement, to: Keys, signal: AbortSignal): void {
  const { step, change, zoom } = to;
  const acts: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowLeft: () => step(-1), ArrowDown: () => step(-1), ArrowRight: () => step(1), ArrowUp: () => step(1),
    PageUp: change && (() => change(1)), PageDown: change && (() => change(-1)),
    Home: to.first, End: to.last, '0': to.whole, Escape: to.leave,
    '+': zoom && (() => zoom(zoomStep)), '=': zoom && (() => zoom(zoomStep)), '-': zoom && (() => zoom(1 / zoomStep)),
  };
  slider.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  }, { signal });
}

/** What fingers, mouse and wheel ask of a strip; places are pixels from the left end of its axis. */
export interface Gestures {
  /** Begins a pinch: what the first finger did is taken back. */
  readonly pinching: () => void;
  readonly zoom: (times: number, atPx: number) => void;
  readonly pan: (byPx: number) => void;
  /** Shows what lies between two places. */
  readonly brush: (fromPx: number, toPx: number) => void;
  readonly brushing: (fromPx: number, toPx: number) => void;
  readonly press: (xPx: number, yPx: number) => void;
  readonly hover: (xPx: number | undefined) => void;
}

/** So much of a wheel's way doubles what is seen of a day. */
const wheelPx = 240;
/** Less is a press. */
const dragPx = 4;

/**
 * Listens on the root of a strip; `ground` is what is drawn, below the slider. Returns what ends it.
 *
 *     wheel, two fingers          zoom where they are, and move with them
 *     wheel sideways, or shift    moves
 *     drag of the axis            the mouse chooses what to see, a finger moves it
 *     drag of the slider          the slider's own; with shift as on the axis
 */
export function listen(root: HTMLElement, ground: HTMLElement, to: Gestures): () => void {
  const end = new AbortController();
  const { signal } = end;
  const at = (clientX: number) => clientX - ground.getBoundingClientRect().left;
  root.addEventListener('wheel', (event) => {
    event.preventDefault();
    const scale = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    const [dx, dy] = event.shiftKey && event.deltaX === 0
      ? [event.deltaY * scale, 0] : [event.deltaX * scale, event.deltaY * scale];
    if (Math.abs(dx) > Math.abs(dy)) to.pan(dx);
    // a pinch on a trackpad comes as a wheel with ctrl, in smaller steps
    else to.zoom(2 ** (-dy * (event.ctrlKey ? 6 : 1) / wheelPx), at(event.clientX));
  }, { passive: false, signal });
  listenTouch(root, at, to, signal);
  listenDrag(root, ground, at, to, signal);
  const hover = (event: PointerEvent) =>
    to.hover(event.pointerType === 'touch' && event.type !== 'pointermove' ? undefined : at(event.clientX));
  root.addEventListener('pointermove', hover, { signal });
  for (const leaving of ['pointerleave', 'pointercancel'] as const) {
    root.addEventListener(leaving, () => to.hover(undefined), { signal });
  }
  root.addEventListener('pointerup', (event) => event.pointerType === 'touch' && to.hover(undefined), { signal });
  return () => end.abort();
}

/** Two fingers: where they are, the days under them stay under them. */
function listenTouch(
  root: HTMLElement, at: (clientX: number) => number, to: Gestures, signal: AbortSignal,
): void {
  let before: { readonly middle: number; readonly apart: number } | undefined;
  const fingers = ({ touches: [a, b] }: TouchEvent) => (a && b
    ? { middle: at((a.clientX + b.clientX) / 2), apart: Math.max(24, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)) }
    : undefined);
  const options = { passive: false, capture: true, signal };
  root.addEventListener('touchstart', (event) => {
    const now = fingers(event);
    if (!now) return;
    event.preventDefault();
    if (!before) to.pinching();
    before = now;
  }, options);
  root.addEventListener('touchmove', (event) => {
    const now = fingers(event);
    if (!now || !before) return;
    event.preventDefault();
    to.pan(before.middle - now.middle);
    to.zoom(now.apart / before.apart, now.middle);
    before = now;
  }, options);
  for (const ending of ['touchend', 'touchcancel'] as const) {
    root.addEventListener(ending, (event) => {
      before = fingers(event);
    }, { capture: true, signal });
  }
}

function listenDrag(
  root: HTMLElement, ground: HTMLElement, at: (clientX: number) => number, to: Gestures,
  signal: AbortSignal,
): void {
  root.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !(event.shiftKey || event.target === ground)) return;
    event.preventDefault();
    event.stopPropagation();
    const start = at(event.clientX);
    let [last, far] = [start, false];
    const drag = new AbortController();
    const stop = { signal: drag.signal };
    const moved = (now: PointerEvent) => {
      if (now.pointerId !== event.pointerId) return;
      const x = at(now.clientX);
      far ||= Math.abs(x - start) > dragPx;
      if (event.pointerType === 'touch') to.pan(last - x);
      else if (far) to.brushing(start, x);
      last = x;
    };
    const up = (now: PointerEvent) => {
      if (now.pointerId !== event.pointerId) return;
      drag.abort();
      to.brushing(0, 0);
      if (now.type === 'pointercancel') return;
      if (!far) to.press(start, event.clientY - ground.getBoundingClientRect().top);
      else if (event.pointerType !== 'touch') to.brush(start, at(now.clientX));
    };
    window.addEventListener('pointermove', moved, stop);
    window.addEventListener('pointerup', up, stop);
    window.addEventListener('pointercancel', up, stop);
    signal.addEventListener('abort', () => drag.abort(), stop);
  }, { capture: true, signal });
}

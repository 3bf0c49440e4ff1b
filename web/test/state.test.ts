import { expect, it } from 'vitest';
import { Store } from '../src/state.ts';

it('tells listeners of what changed, once, and not of what did not', () => {
  const store = new Store({ a: 1, b: 'x' });
  const seen: unknown[] = [];
  const stop = store.subscribe((now, before) => seen.push([before.a, now.a]));
  store.watch(['b'], ({ b }) => seen.push(b));
  store.set({ a: 2 });
  store.set({ a: 2 });
  store.set({ b: 'y' });
  stop();
  store.set({ a: 3 });
  expect(seen).toEqual([[1, 2], [2, 2], 'y']);
  expect(store.get()).toEqual({ a: 3, b: 'y' });
});

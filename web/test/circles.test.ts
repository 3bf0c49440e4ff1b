import { describe, expect, it } from 'vitest';
import { findCircle } from '../build/circles.ts';

const scripts = (...pairs: readonly (readonly [string, readonly string[]])[]) =>
  pairs.map(([fileName, imports]) => ({ fileName, imports: [...imports] }));

describe('circles of imports', () => {
  it('are none where two scripts import the same third one', () => {
    expect(findCircle(scripts(['a', ['b', 'c']], ['b', ['c']], ['c', []]))).toBeUndefined();
  });
  it('are found behind a script that is not part of them', () => {
    expect(findCircle(scripts(['a', ['b']], ['b', ['c']], ['c', ['b']]))).toEqual(['b', 'c', 'b']);
  });
  it('are none through a script of another origin', () => {
    expect(findCircle(scripts(['a', ['elsewhere']]))).toBeUndefined();
  });
});

import jsQR from 'jsqr';
import { expect, it } from 'vitest';
import { encodeQR } from '../src/share/qr.ts';

/** The text that another program reads from a code. */
function read(modules: readonly (readonly boolean[])[]): string | undefined {
  const [unit, quiet] = [4, 16];
  const size = modules.length * unit + 2 * quiet;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  modules.forEach((row, r) => row.forEach((dark, c) => {
    if (!dark) return;
    for (let y = 0; y < unit; y++) for (let x = 0; x < unit; x++) {
      const at = 4 * ((quiet + r * unit + y) * size + quiet + c * unit + x);
      pixels.fill(0, at, at + 3);
    }
  }));
  return jsQR(pixels, size, size)?.data;
}

it.each([1, 17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520])('a code of %i characters is read as it was written', (length) => {
  const text = `https://example.org/?d=2020-11-25&c=${'39.77233,46.51857,8.5&sel='.repeat(20)}`.slice(0, length);
  const modules = encodeQR(text);
  expect(modules).toBeDefined();
  expect(read(modules!)).toBe(text);
});

it('a text that is too long has none', () => {
  expect(encodeQR('x'.repeat(521))).toBeUndefined();
});

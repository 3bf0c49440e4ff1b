import jsQR from 'jsqr';
import { expect, it } from 'vitest';
import { qrModules } from '../src/picture/qr.ts';

/** The text that another program reads from a code. */
function read(modules: readonly (readonly boolean[])[]): string | undefined {
  const unit = 4;
  const size = modules.length * unit;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  modules.forEach((row, r) => row.forEach((dark, c) => {
    if (!dark) return;
    for (let y = 0; y < unit; y++) for (let x = 0; x < unit; x++) {
      const at = 4 * ((r * unit + y) * size + c * unit + x);
      pixels.fill(0, at, at + 3);
    }
  }));
  return jsQR(pixels, size, size)?.data;
}

it.each([1, 17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458,
    520])('a code of %i characters is read as it was written', (length) => {
  const text = `https://example.org/?d=2020-11-25&c=${'39.77233,46.51857,8.5&sel='.repeat(20)}`.slice(0, length);
  const modules = qrModules(text);
  expect(modules).toBeDefined();
  expect(read(modules!)).toBe(text);
});

it('a text in any script is read as it was written', () => {
  expect(read(qrModules('Քարվաճառ, Кельбаджар, Kəlbəcər')!)).toBe('Քարվաճառ, Кельбаджар, Kəlbəcər');
});

it('has modules that are large enough for a camera, and a quiet zone', () => {
  const modules = qrModules('x'.repeat(520))!;
  expect(modules.length).toBe(17 + 4 * 15 + 2 * 3);
  const edge = [0, 1, 2]
    .flatMap((i) => [...modules[i]!, ...modules.at(-1 - i)!, ...modules.map((row) => row[i]!),
    ...modules.map((row) => row.at(-1 - i)!)]);
  expect(edge).not.toContain(true);
});

it('a text that is too long has none', () => {
  expect(qrModules('x'.repeat(521))).toBeUndefined();
});

const mostCodes = 4096;

/** LZW as GIF has it (appendix F of its specification): codes of growing width, the lowest bit first. */
export function pack(pixels: Uint8Array, bits: number): Uint8Array {
  const clear = 1 << bits;
  const end = clear + 1;
  const table = new Int16Array(mostCodes << bits); // by the code before and the pixel after it; 0 is none
  let out = new Uint8Array(Math.max(pixels.length >> 3, 1024));
  let [bytes, held, holding] = [0, 0, 0];
  let [width, next] = [bits + 1, end + 1];
  const emit = (code: number) => {
    held |= code << holding;
    for (holding += width; holding >= 8; holding -= 8) {
      if (bytes === out.length) {
        const more = new Uint8Array(2 * bytes);
        more.set(out);
        out = more;
      }
      out[bytes++] = held & 255;
      held >>>= 8;
    }
  };
  emit(clear);
  let prefix = pixels[0] ?? 0;
  for (let i = 1; i < pixels.length; i++) {
    const pixel = pixels[i] ?? 0;
    const key = (prefix << bits) | pixel;
    const known = table[key] ?? 0;
    if (known !== 0) {
      prefix = known;
      continue;
    }
    emit(prefix);
    if (next < mostCodes) {
      if (next === 1 << width) width++;
      table[key] = next++;
    } else {
      emit(clear);
      table.fill(0);
      [width, next] = [bits + 1, end + 1];
    }
    prefix = pixel;
  }
  emit(prefix);
  if (next === 1 << width && width < 12) width++; // the reader has added a code meanwhile
  emit(end);
  width = 8 - holding || 8;
  if (holding > 0) emit(0);
  return out.subarray(0, bytes);
}

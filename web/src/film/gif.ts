import { palette, ColorTable } from './palette.ts';
import { pack } from './lzw.ts';

/** What a picture changes: the box around it, and runs of pixels: row, column, how many, their colours. */
interface Frame {
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  readonly runs: Uint16Array;
  hundredths: number;
}

const longest = 0xffff;

/**
 * An animated GIF of pictures that follow each other, with one palette of colours that they have, as
 * `demarc export` writes it: of each picture the rectangle that changes, transparent where it does not.
 * A picture costs the memory of what it changes.
 */
export class Gif {
  readonly #width: number;
  readonly #height: number;
  readonly #last: Uint32Array;
  readonly #frames: Frame[] = [];
  readonly #colors = new ColorTable();

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#last = new Uint32Array(width * height); // no pixel of a picture is transparent
  }

  /** Adds a picture that stands for so many hundredths of a second. */
  add(pixels: Uint32Array, hundredths: number): void {
    let runs = new Uint16Array(4096);
    let used = 0;
    const put = (value: number) => {
      if (used === runs.length) {
        const more = new Uint16Array(2 * used);
        more.set(runs);
        runs = more;
      }
      runs[used++] = value;
    };
    let [left, top, right, bottom] = [this.#width, this.#height, 0, 0];
    for (let y = 0, at = 0; y < this.#height; y++) {
      for (let x = 0; x < this.#width;) {
        if (pixels[at] === this.#last[at]) {
          x++;
          at++;
          continue;
        }
        const from = x;
        put(y);
        put(x);
        put(0);
        const count = used - 1;
        for (; x < this.#width && pixels[at] !== this.#last[at]; x++, at++) {
          const color = pixels[at] ?? 0;
          this.#last[at] = color;
          put(this.#colors.number(color));
        }
        runs[count] = x - from;
        [left, top, right, bottom] =
          [Math.min(left, from), Math.min(top, y), Math.max(right, x), Math.max(bottom, y + 1)];
      }
    }
    const before = this.#frames.at(-1);
    if (before && used === 0 && before.hundredths + hundredths <= longest) {
      before.hundredths += hundredths;
      return;
    }
    this.#frames.push({ hundredths, runs: runs.slice(0, used),
      box: used === 0 ? [0, 0, 1, 1] : [left, top, right, bottom] });
  }

  /** The file; `rest` is waited for between frames, and may throw to end it. */
  async file(comment: string, rest: () => Promise<void>): Promise<Blob> {
    const alone = this.#frames.length === 1;
    const { colors, of } = palette(this.#colors, alone ? 256 : 255);
    const clear = alone ? 0 : colors.length;
    let bits = 2;
    while (1 << bits < colors.length + (alone ? 0 : 1)) bits++;
    const table = new Uint8Array(3 << bits);
    colors.forEach((color, i) => table.set([color & 255, (color >> 8) & 255, (color >> 16) & 255], 3 * i));
    const parts: Uint8Array<ArrayBuffer>[] = [
      ascii('GIF89a'), new Uint8Array([...two(this.#width), ...two(this.#height), 0xf0 | (bits - 1), 0, 0]), table,
      ...(alone ? [] : [new Uint8Array([0x21, 0xff, 11]), ascii('NETSCAPE2.0'), new Uint8Array([3, 1, 0, 0, 0])]),
      new Uint8Array([0x21, 0xfe]), blocks(new TextEncoder().encode(comment)),
    ];
    for (const { box: [left, top, right, bottom], runs, hundredths } of this.#frames) {
      await rest();
      const width = right - left;
      const pixels = new Uint8Array(width * (bottom - top)).fill(clear);
      for (let i = 0; i < runs.length;) {
        const [y = 0, x = 0, n = 0] = runs.subarray(i, i + 3);
        const at = (y - top) * width + x - left;
        for (let k = 0; k < n; k++) pixels[at + k] = of[runs[i + 3 + k] ?? 0] ?? 0;
        i += 3 + n;
      }
      const stays = 1 << 2;
      parts.push(new Uint8Array([0x21, 0xf9, 4, alone ? stays : stays | 1, ...two(hundredths), clear, 0, 0x2c,
        ...two(left), ...two(top), ...two(width), ...two(bottom - top), 0, bits]), blocks(pack(pixels, bits)));
    }
    parts.push(new Uint8Array([0x3b]));
    return new Blob(parts, { type: 'image/gif' });
  }
}

function two(n: number): readonly [number, number] {
  return [n & 255, (n >> 8) & 255];
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Cuts bytes into blocks of up to 255, each after its length, and an empty one at the end. */
function blocks(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const cut = new Uint8Array(bytes.length + Math.ceil(bytes.length / 255) + 1);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 255) {
    const block = bytes.subarray(i, i + 255);
    cut[at++] = block.length;
    cut.set(block, at);
    at += block.length;
  }
  return cut;
}

/**
 * QR codes (ISO/IEC 18004) of bytes, error correction level L, mask 0, up to
 * version 15. Enough for an address; a code that holds more than that is too
 * fine for a camera that looks at a printed map.
 */

/** By version from 1: codewords for correction in each block, and the number of blocks. */
const correction: readonly (readonly [perBlock: number, blocks: number])[] = [
  [7, 1], [10, 1], [15, 1], [20, 1], [26, 1], [18, 2], [20, 2], [24, 2], [30, 2], [18, 4], [20, 4], [24, 4], [26, 4], [30, 4], [22, 6],
];

/** The modules of the code, row by row, true for dark; undefined when the text is too long. */
export function encodeQR(text: string): readonly (readonly boolean[])[] | undefined {
  const bytes = new TextEncoder().encode(text);
  const version = correction.findIndex((_, i) => capacity(i + 1) >= bytes.length) + 1;
  if (version === 0) return undefined;
  const grid = new Grid(version);
  grid.place(interleave(pack(bytes, version), version));
  return grid.rows;
}

/** How many bits the modules of a version hold that are not part of its patterns. */
function rawBits(version: number): number {
  const aligned = Math.floor(version / 7) + 2;
  const patterns = version === 1 ? 0 : (25 * aligned - 10) * aligned - 55 + (version >= 7 ? 36 : 0);
  return (16 * version + 128) * version + 64 - patterns;
}

function dataCodewords(version: number): number {
  const [perBlock, blocks] = correction[version - 1] ?? [0, 0];
  return Math.floor(rawBits(version) / 8) - perBlock * blocks;
}

/** How many bytes a version takes: mode and length go off. */
function capacity(version: number): number {
  return dataCodewords(version) - (version < 10 ? 2 : 3);
}

/** Mode, length, bytes, and what fills the rest. */
function pack(bytes: Uint8Array, version: number): readonly number[] {
  const bits: number[] = [];
  const push = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const count = dataCodewords(version);
  push(0, Math.min(4, count * 8 - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  const words = Array.from({ length: bits.length / 8 }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0));
  while (words.length < count) words.push((words.length - bits.length / 8) % 2 === 0 ? 0xec : 0x11);
  return words;
}

/** Splits the data into blocks, adds the correction of each, and takes words from all in turn. */
function interleave(data: readonly number[], version: number): readonly number[] {
  const [perBlock, count] = correction[version - 1] ?? [0, 1];
  const short = Math.floor(data.length / count);
  const longer = data.length % count; // so many blocks at the end have a word more
  const blocks: (readonly number[])[] = [];
  for (let i = 0, at = 0; i < count; i++) {
    const size = short + (i >= count - longer ? 1 : 0);
    blocks.push(data.slice(at, at + size));
    at += size;
  }
  const checks = blocks.map((block) => remainder(block, perBlock));
  const turns = (lists: readonly (readonly number[])[], most: number) =>
    Array.from({ length: most }, (_, i) => lists.flatMap((list) => (i < list.length ? [list[i] ?? 0] : []))).flat();
  return [...turns(blocks, short + 1), ...turns(checks, perBlock)];
}

/** The product of two elements of GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1) * a;
  }
  return product;
}

/** The Reed-Solomon correction of a block. */
function remainder(block: readonly number[], degree: number): readonly number[] {
  const divisor = new Array<number>(degree).fill(0);
  divisor[degree - 1] = 1;
  for (let i = 0, root = 1; i < degree; i++, root = multiply(root, 2)) {
    for (let j = 0; j < degree; j++) divisor[j] = multiply(divisor[j] ?? 0, root) ^ (divisor[j + 1] ?? 0);
  }
  const rest = new Array<number>(degree).fill(0);
  for (const word of block) {
    const factor = word ^ (rest.shift() ?? 0);
    rest.push(0);
    for (let j = 0; j < degree; j++) rest[j] = (rest[j] ?? 0) ^ multiply(divisor[j] ?? 0, factor);
  }
  return rest;
}

/** The modules, with the patterns that every code has. */
class Grid {
  readonly size: number;
  readonly rows: boolean[][];
  readonly #fixed: boolean[][];

  constructor(version: number) {
    this.size = 17 + 4 * version;
    this.rows = Array.from({ length: this.size }, () => new Array<boolean>(this.size).fill(false));
    this.#fixed = Array.from({ length: this.size }, () => new Array<boolean>(this.size).fill(false));
    for (let i = 0; i < this.size; i++) {
      this.#set(6, i, i % 2 === 0);
      this.#set(i, 6, i % 2 === 0);
    }
    for (const [x, y] of [[3, 3], [this.size - 4, 3], [3, this.size - 4]] as const) this.#finder(x, y);
    const centres = alignment(version, this.size);
    const last = centres.length - 1;
    for (const [i, x] of centres.entries()) {
      for (const [j, y] of centres.entries()) {
        if (!((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0))) this.#ring(x, y, 2);
      }
    }
    this.#format();
    if (version >= 7) this.#version(version);
  }

  /** Fills what is free with the bits, in pairs of columns up and down from the right, under mask 0. */
  place(words: readonly number[]): void {
    let at = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.size; step++) {
        const upward = ((right + 1) & 2) === 0;
        const y = upward ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.#fixed[y]?.[x]) continue;
          const bit = ((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
          at++;
          this.rows[y]![x] = (bit === 1) !== ((x + y) % 2 === 0);
        }
      }
    }
  }

  #set(x: number, y: number, dark: boolean): void {
    const [row, fixed] = [this.rows[y], this.#fixed[y]];
    if (!row || !fixed || x < 0 || x >= this.size) return;
    row[x] = dark;
    fixed[x] = true;
  }

  #finder(x: number, y: number): void {
    for (let dy = -4; dy <= 4; dy++) {
      for (let dx = -4; dx <= 4; dx++) {
        const far = Math.max(Math.abs(dx), Math.abs(dy));
        this.#set(x + dx, y + dy, far !== 2 && far !== 4);
      }
    }
  }

  #ring(x: number, y: number, radius: number): void {
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) this.#set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  }

  /** Level L and mask 0 twice, with their own correction. */
  #format(): void {
    const data = 1 << 3;
    let rest = data;
    for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const bits = ((data << 10) | rest) ^ 0x5412;
    const bit = (i: number) => ((bits >> i) & 1) === 1;
    for (let i = 0; i <= 5; i++) this.#set(8, i, bit(i));
    this.#set(8, 7, bit(6));
    this.#set(8, 8, bit(7));
    this.#set(7, 8, bit(8));
    for (let i = 9; i < 15; i++) this.#set(14 - i, 8, bit(i));
    for (let i = 0; i < 8; i++) this.#set(this.size - 1 - i, 8, bit(i));
    for (let i = 8; i < 15; i++) this.#set(8, this.size - 15 + i, bit(i));
    this.#set(8, this.size - 8, true);
  }

  #version(version: number): void {
    let rest = version;
    for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let i = 0; i < 18; i++) {
      const dark = ((bits >> i) & 1) === 1;
      const [a, b] = [this.size - 11 + (i % 3), Math.floor(i / 3)];
      this.#set(a, b, dark);
      this.#set(b, a, dark);
    }
  }
}

/** Where the small patterns stand, by row and by column. */
function alignment(version: number, size: number): readonly number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - (count - 2 - i) * step)];
}

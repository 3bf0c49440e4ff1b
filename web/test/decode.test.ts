import { expect, it } from 'vitest';
import { PbfWriter } from 'pbf';
import { buffersOf, decodeTile, distinctEdges, type TileSpec } from '../src/tiles/decode.ts';

const spec: TileSpec = {
  control: 'zones', overlays: ['posts'], outlines: ['districts'], plain: [], lines: ['contact'],
  context: [{ id: 'rivers', kind: 'line' }],
};

const zigzag = (n: number) => (n << 1) ^ (n >> 31);
const command = (id: number, count: number) => (count << 3) | id;

/** A tile of one layer in MVT 2, written by hand so that the decoder is not its own witness. */
function tile(
  name: string, features: { type: number; geometry: number[]; properties: Record<string, string> }[],
): ArrayBuffer {
  const pbf = new PbfWriter();
  pbf.writeMessage(3, (_: null, layer: PbfWriter) => {
    layer.writeVarintField(15, 2);
    layer.writeStringField(1, name);
    layer.writeVarintField(5, 4096);
    const keys: string[] = [];
    const values: string[] = [];
    for (const { type, geometry, properties } of features) {
      const tags = Object.entries(properties)
        .flatMap(([k, v]) => [keys.push(k) - 1, values.push(v) - 1]);
      layer.writeMessage(2, (__: null, feature: PbfWriter) => {
        feature.writePackedVarint(2, tags);
        feature.writeVarintField(3, type);
        feature.writePackedVarint(4, geometry);
      }, null);
    }
    for (const key of keys) layer.writeStringField(3, key);
    for (const value of values) {
      layer.writeMessage(4, (__: null, v: PbfWriter) => v.writeStringField(1, value), null);
    }
  }, null);
  return new Uint8Array(pbf.finish()).buffer;
}

const line = (...points: [number, number][]) => {
  let [x, y] = [0, 0];
  const step = ([px, py]: [number, number]) => {
    const out = [zigzag(px - x), zigzag(py - y)];
    [x, y] = [px, py];
    return out;
  };
  const [first, ...rest] = points;
  return [command(1, 1), ...step(first!), command(2, rest.length), ...rest.flatMap(step)];
};

it('decodes zones with their boxes', () => {
  const square = [...line([10, 20], [110, 20], [110, 220], [10, 220]), command(7, 1)];
  const { zones, extent } =
    decodeTile(tile('zones', [{ type: 3, geometry: square, properties: { id: 'z' } }]), spec);
  expect(extent).toBe(4096);
  expect(zones.map(({ id, box, rings }) => [id, box, rings.length]))
    .toEqual([['z', [10, 20, 110, 220], 1]]);
});

it('joins the borders of a pair, and knows a missing side', () => {
  const border = (properties: Record<string, string>) =>
    ({ type: 2, geometry: line([0, 0], [5, 5]), properties });
  const { borders } = decodeTile(tile('borders',
    [border({ left: 'a', right: 'b' }), border({ left: 'a' }), border({ left: 'a', right: 'b' })]),
    spec);
  expect(borders.map(({ left, right, lines }) => [left, right, lines.length]))
    .toEqual([['a', 'b', 2], ['a', undefined, 1]]);
});

it('keeps the names of places by language', () => {
  const { places } = decodeTile(tile('places', [
    { type: 1, geometry: [command(1, 1), zigzag(7), zigzag(9)],
      properties: { id: 'p', role: 'town', rank: '2', name_en: 'E', name_az: 'Ə' } },
  ]), spec);
  expect(places).toEqual([{ id: 'p', x: 7, y: 9, rank: 2, role: 'town',
    names: { en: 'E', az: 'Ə' } }]);
});

it('keeps each edge of neighbours once', () => {
  const left = Int32Array.from([0, 0, 10, 0, 10, 10, 0, 10, 0, 0]);
  const right = Int32Array.from([10, 0, 20, 0, 20, 10, 10, 10, 10, 0]);
  const edges = distinctEdges([left, right]).map((run) => run.length / 2 - 1);
  expect(edges.reduce((a, b) => a + b)).toBe(7);
});

it('keeps lines with the days they are valid, those of the same days as one', () => {
  const drawn = (properties: Record<string, string>) =>
    ({ type: 2, geometry: line([0, 0], [5, 5]), properties });
  const { outlines } = decodeTile(tile('contact', [
    drawn({ id: 'a', valid_from: '1994-05-12', valid_to: '2020-09-27' }),
    drawn({ id: 'b', valid_from: '1994-05-12', valid_to: '2020-09-27' }), drawn({
      id: 'c', valid_from: '2020-11-10',
    }),
  ]), spec);
  expect(outlines.map(({ layer, from, to, lines }) => [layer, from, to, lines.length]))
    .toEqual([['contact', '1994-05-12', '2020-09-27', 2], ['contact', '2020-11-10', undefined, 1]]);
});

it('keeps areas of overlays, not their points, and context by its kind', () => {
  const square = [...line([10, 20], [110, 20], [110, 220]), command(7, 1)];
  const { overlays } = decodeTile(tile('posts', [
    { type: 3, geometry: square, properties: { id: 'o' } },
    { type: 1, geometry: [command(1, 1), 2, 2], properties: { id: 'p' } },
  ]), spec);
  expect(overlays.map(({ id }) => id)).toEqual(['o']);
  const { context } = decodeTile(tile('rivers',
    [{ type: 2, geometry: line([0, 0], [5, 5]), properties: { id: 'r', kind: 'river' } },
      { type: 2, geometry: line([0, 0], [5, 5]),
        properties: { id: 's', kind: 'river', valid_from: '1802-01-01', valid_to: '1985-01-01' } },
    ]), spec);
  expect(context.map(({ layer, kind, area, from, to }) => [layer, kind, area, from, to])).toEqual([
    ['rivers', 'river', false, undefined, undefined],
    ['rivers', 'river', false, '1802-01-01', '1985-01-01'],
  ]);
});

it('hands every buffer over once', () => {
  const square = [...line([10, 20], [110, 20], [110, 220]), command(7, 1)];
  const buffers = buffersOf(decodeTile(tile('zones',
    [{ type: 3, geometry: square, properties: { id: 'z' } }]), spec));
  expect(buffers).toHaveLength(1);
  expect(new Set(buffers).size).toBe(buffers.length);
});

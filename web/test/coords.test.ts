import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatMGRS, fromUTM, parseMGRS, toUTM } from '../src/coords/grid.ts';
import { parsePlus } from '../src/coords/plus.ts';
import { readCoordinates } from '../src/coords/read.ts';
import { formatDMS } from '../src/format.ts';
import type { LonLat } from '../src/model.ts';

const near: LonLat = [46.75, 39.75];

/** Values of GeoTrans, PROJ and the reference implementation of Plus codes. */
const golden = readFileSync(new URL('../../geo/notation/testdata/grid.tsv', import.meta.url), 'utf8')
  .split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'));

function metres(a: LonLat, b: LonLat): number {
  const lon = ((((a[0] - b[0]) % 360) + 540) % 360) - 180;
  return Math.hypot(lon * Math.cos((a[1] * Math.PI) / 180), a[1] - b[1]) * 111_700;
}

it('agrees with other programs in UTM, MGRS and Plus codes', () => {
  expect(golden.length).toBeGreaterThan(100);
  for (const [lon, lat, mgrs = '', zone, half, easting, northing, plus = ''] of golden) {
    const place: LonLat = [Number(lon), Number(lat)];
    const utm = toUTM(place, Number(zone));
    expect(Math.hypot(utm.easting - Number(easting), utm.northing - Number(northing)), mgrs).toBeLessThan(0.002);
    expect(metres(fromUTM({ zone: Number(zone), south: half === 'south', easting: Number(easting), northing: Number(northing) }), place), mgrs)
      .toBeLessThan(0.002);
    expect(metres(parseMGRS(mgrs)?.point ?? [0, 0], place), mgrs).toBeLessThan(0.75);
    expect(metres(parsePlus(plus, near)?.point ?? [0, 0], place), plus).toBeLessThan(2.6);
    expect(formatMGRS(place)?.replaceAll(' ', ''), mgrs).toBe(mgrs);
  }
});

describe('coordinates in any notation', () => {
  const kalbajar: LonLat = [46.04, 40.1];
  it.each([
    ['40.1, 46.04', 'degrees'], ['46.04, 40.1', 'degrees'], ['40,1 46,04', 'degrees'], ['40.1 46.04', 'degrees'],
    ['40.1N 46.04E', 'degrees'], ['E46.04 N40.1', 'degrees'], ['40.1° с. ш. 46.04° в. д.', 'degrees'],
    ['40°06′00″N 46°02′24″E', 'DMS'], ['40°06\'00"N, 46°02\'24"E', 'DMS'], ['N 40 06 00 E 46 02 24', 'DMS'],
    ['40°06.0′N 46°02.4′E', 'DDM'], ['40:06:00N 46:02:24E', 'DMS'],
    ['38T 588645.3 4439374.6', 'UTM'], ['38 north 588645.3 4439374.6', 'UTM'],
    ['38TNK8864539374', 'MGRS'], ['38T NK 88645 39374', 'MGRS'], ['38t nk 88645 39374', 'MGRS'],
    ['8HG8422R+222', 'Plus code'], ['geo:40.1,46.04', 'geo: URI'], ['geo:40.1,46.04;u=35', 'geo: URI'],
  ])('%s is read as %s', (text, notation) => {
    const [first] = readCoordinates(text, near);
    expect(metres(first?.point ?? [0, 0], kalbajar), JSON.stringify(first)).toBeLessThan(3);
    expect(first?.notation === 'swapped' ? 'degrees' : first?.notation).toBe(notation);
  });

  it('completes a short Plus code from where the map is', () => {
    expect(metres(readCoordinates('422R+222', [46.2, 39.9])[0]?.point ?? [0, 0], kalbajar)).toBeLessThan(3);
  });

  it('offers both orders of a pair, the nearer first', () => {
    expect(readCoordinates('39.5, 46.5', near).map(({ point }) => point)).toEqual([[46.5, 39.5], [39.5, 46.5]]);
    expect(readCoordinates('46.5, 39.5', near)[0]?.notation).toBe('swapped');
  });

  it.each(['', 'Shusha', '40', '40 46 47', '95.0, 190.0', '40°70′N 46°E', '61T NK 1 1', '38I NK 12 34', 'geo:95,46', '2020-11-25', 'x'.repeat(500)])(
    'nothing is made of “%s”', (text) => {
      expect(readCoordinates(text, near)).toEqual([]);
    });

  it('never throws and never leaves the earth', () => {
    let seed = 7;
    const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
    const letters = '0123456789 .,;:°\'"NSEWnsew+-()CFGHJKMPQRTVXgeo';
    for (let i = 0; i < 20_000; i++) {
      const text = Array.from({ length: random(24) }, () => letters[random(letters.length)]).join('');
      for (const { point: [lon, lat], precisionM } of readCoordinates(text, near)) {
        expect(Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && precisionM > 0, text).toBe(true);
      }
    }
  });

  it('writes degrees, minutes and seconds that can be read again', () => {
    expect(formatDMS(kalbajar)).toBe('40°06′00.0″N 46°02′24.0″E');
    for (const place of [[-0.00001, 59.99999], [179.99999, -0.5]] as const) {
      expect(metres(readCoordinates(formatDMS(place), near)[0]?.point ?? [0, 0], place)).toBeLessThan(3);
    }
  });
});

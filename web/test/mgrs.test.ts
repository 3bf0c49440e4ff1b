import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatMGRS, toUTM } from '../src/mgrs.ts';
import type { LonLat } from '../src/model.ts';

/** Values of GeoTrans and PROJ. */
const golden = readFileSync(new URL('../../geo/notation/testdata/grid.tsv', import.meta.url),
  'utf8')
  .split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));

it('agrees with other programs in UTM and MGRS', () => {
  expect(golden.length).toBeGreaterThan(100);
  for (const [lon, lat, mgrs = '', zone, , easting, northing] of golden) {
    const place: LonLat = [Number(lon), Number(lat)];
    const utm = toUTM(place, Number(zone));
    expect(Math.hypot(utm.easting - Number(easting), utm.northing - Number(northing)), mgrs)
      .toBeLessThan(0.002);
    expect(formatMGRS(place)?.replaceAll(' ', ''), mgrs).toBe(mgrs);
  }
});

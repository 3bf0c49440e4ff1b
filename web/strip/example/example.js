import maplibregl from 'maplibre-gl';
import { createStrip } from '../strip.ts';

const day = (iso) => Date.parse(iso) / 86_400_000;
const write = (options) => {
  const format = new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' });
  return (number) => format.format(new Date(number * 86_400_000));
};
const words = { day: write({ dateStyle: 'long' }), month: write({ month: 'short' }),
  year: write({ year: 'numeric' }), within: write({ month: 'long', year: 'numeric' }) };

// squares that pass from one holder to another, each with the days of `from` and `to` as numbers
const square = (i, from, to, holder) => ({
  type: 'Feature', properties: { from: day(from), to: day(to), holder },
  geometry: { type: 'Polygon', coordinates: [[[i, 0], [i + 1, 0], [i + 1, 1], [i, 1], [i, 0]]] },
});
const features = [
  square(0, '1900-01-01', '1950-03-02', 'north'), square(0, '1950-03-02', '2000-01-01', 'south'),
  square(1, '1900-01-01', '1950-03-20', 'north'), square(1, '1950-03-20', '2000-01-01', 'south'),
  square(2, '1900-01-01', '1981-07-09', 'north'), square(2, '1981-07-09', '2000-01-01', 'south'),
];

const map = new maplibregl.Map({
  container: 'map', center: [1.5, 0.5], zoom: 5,
  style: { version: 8,
    sources: { held: { type: 'geojson', data: { type: 'FeatureCollection', features } } },
    layers: [{ id: 'held', type: 'fill', source: 'held', paint: {
      'fill-color': ['match', ['get', 'holder'], 'north', '#e9bf5b', '#5fa3c9'], 'fill-outline-color': '#333' } }] },
});

/** One filter is all that a change of the day costs: the shapes stay on the graphics card. */
function show(number) {
  map.setFilter('held', ['all', ['<=', ['get', 'from'], number], ['<', number, ['get', 'to']]]);
  document.getElementById('day').textContent = words.day(number);
}

map.once('load', () => {
  const first = day('1950-01-01');
  const strip = createStrip(document.getElementById('strip'), {
    first: day('1900-01-01'), last: day('1999-12-31'), day: first,
    changes: features.filter(({ properties }) => properties.from > day('1900-01-01'))
      .map(({ properties }) => ({ day: properties.from, weight: 1 })),
    marks: [
      { day: day('1950-03-02'), title: 'The first square passes', weight: 2, flag: true },
      { day: day('1950-03-20'), title: 'The second square passes', weight: 1 },
      { day: day('1981-07-09'), title: 'The treaty on the third', weight: 2, flag: true },
    ],
    spans: [{ id: 'march', title: 'March 1950', from: day('1950-03-01'), to: day('1950-04-01') }],
    words: {
      day: words.day,
      tick: (number, unit) => (unit === 'day' ? String(new Date(number * 86_400_000).getUTCDate()) : words[unit](number)),
      within: (number, unit) => (unit === 'month' ? words.within : words.year)(number),
      slider: 'Date', spans: 'Stretches of time', whole: 'All days', zoomIn: 'Fewer days', zoomOut: 'More days',
    },
    onDay: (number) => {
      strip.setDay(number);
      show(number);
    },
  });
  document.querySelector('section').prepend(strip.buttons);
  show(first);
});

import type { ControlPeriod, TimelineAnswer, Zone } from '../src/model.ts';

/**
 * Two zones of one place: `a` changes hands by way of a contested month, `b` is patrolled for a
 * while.
 */
export function sampleAnswer(): TimelineAnswer {
  return {
    snapshot: 's',
    dataset: {
      id: 'd', version: '1', title: { en: 'T' }, licence: 'CC0', attribution: '',
      languages: ['en', 'az'],
      view: { center: [1, 2], zoom: 8, date: '2000-01-01' },
      covers: { from: '1990-01-01', to: '2010-01-01', extent: [0, 0, 2, 2] },
      control_layer: 'zones', layers: [],
      statuses: [
        { id: 'controlled', names: { en: 'Controlled' }, definition: '', pattern: 'solid' },
        { id: 'contested', names: { en: 'Contested' }, definition: '', pattern: 'hatch' },
        { id: 'peacekeepers', names: { en: 'Peacekeepers' }, definition: '', pattern: 'stripes' },
        { id: 'unknown', names: { en: 'Unknown' }, definition: '', pattern: 'dots' },
      ],
    },
    actors: [
      { id: 'red', names: { en: 'Red' }, code: 'R', color: '#ff0000' },
      { id: 'blue', names: { en: 'Blue' }, code: 'B', color: '#0000ff' },
      { id: 'green', names: { en: 'Green' }, code: 'G', color: '#00ff00' },
    ],
    states_control: true,
    regions: [],
    tile_bounds: [-1, -1, 2, 2],
    changes: ['1990-01-01', '2000-01-01', '2000-02-01', '2005-01-01'],
    zones: [
      zone('a', 10, [
        period('1990-01-01', '2000-01-01', 'red', 'controlled', 'start'),
        period('2000-01-01', '2000-02-01', 'blue', 'contested', 'claim'),
        period('2000-02-01', null, 'blue', 'controlled', 'taken'),
      ]),
      zone('b', 30, [
        period('1990-01-01', '2000-02-01', 'red', 'controlled', 'start'),
        { ...period('2000-02-01', '2005-01-01', 'red', 'peacekeepers', 'taken'),
          patrolled_by: 'green' },
        period('2005-01-01', null, 'green', 'peacekeepers', 'leave'),
      ]),
    ],
    events: ['start', 'claim', 'taken', 'leave'].map((id) => ({
      id, date: '2000', day: '2000-01-01', kind: 'x', title: { en: id },
    })),
  };
}

function zone(id: string, km2: number, periods: readonly ControlPeriod[]): Zone {
  return { id, names: { en: id }, label: [0, 0], bbox: [-1, -1, 1, 1], area_km2: km2, periods };
}

function period(
  from: string, to: string | null, controller: string, status: string, event: string,
): ControlPeriod {
  return { from, to, controller, status, event };
}

import type {
  CompactEvent, CompactTimelineAnswer, CompactZone, ControlPeriod, EventLine, TimelineAnswer, Zone,
} from './model.ts';

/** The timeline that a compact one stands for. */
export function expandTimeline(
  { starts, ways, zones, overlays, events, ...rest }: CompactTimelineAnswer,
): TimelineAnswer {
  const expand = (zone: CompactZone): Zone => ({ ...zone, periods: periodsOf(zone.periods) });
  const periodsOf = (places: readonly number[]): readonly ControlPeriod[] => {
    const periods: ControlPeriod[] = [];
    for (let i = 0; i < places.length; i += 2) {
      const [start, way] = [starts[places[i] ?? -1], ways[places[i + 1] ?? -1]];
      if (!start) throw new Error(`start ${places[i]}: want less than ${starts.length}`);
      if (!way) continue; // no period holds from there on
      const { day, ...began } = start;
      const next = i + 2 < places.length ? starts[places[i + 2] ?? -1] : undefined;
      periods.push({ from: day, to: next?.day ?? null, ...began, ...way });
    }
    return periods;
  };
  return { ...rest, zones: zones.map(expand), overlays: overlays.map(expand),
    events: events.map(expandEvent) };
}

function expandEvent(event: CompactEvent): EventLine {
  return { ...event, date: event.date ?? event.day };
}

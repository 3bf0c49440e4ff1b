import { placeName, type Context } from '../context.ts';
import { formatDay } from '../days.ts';
import { debounced } from '../dom.ts';
import { formatNumber } from '../format.ts';
import { pick } from '../names.ts';
import { covered, eventsOn, startingOn } from '../timeline.ts';

/** Says in a live region, after a pause, what the new date shows. */
export function mountAnnouncer(region: HTMLElement, context: Context): void {
  const { state, texts } = context;
  const say = debounced(500, () => {
    const { timeline } = context;
    const { day, lang } = state.get();
    const parts = [formatDay(day, texts.locale)];
    if (!covered(timeline, day)) parts.push(pick(context.symbology.status('unknown')?.names, lang));
    const started = startingOn(timeline, day);
    if (started.length > 0) {
      const names = started.slice(0, 5).map((zone) => placeName(context, zone.names).text)
        .join(', ');
      const count = formatNumber(started.length, texts.locale);
      parts.push(`${texts.changedZones(count, started.length)}: ${names}`);
      parts.push(...eventsOn(timeline, day).slice(0, 1).map((event) => pick(event.title, lang)));
    }
    region.textContent = `${parts.filter(Boolean).join('. ')}.`;
  });
  state.watch(['day'], say);
}

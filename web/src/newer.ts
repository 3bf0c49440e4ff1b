import { fetchStatus } from './api.ts';
import { connection, isBound, listenLive } from './request.ts';
import { formatDay, parseISO } from './days.ts';
import { button, byId } from './dom.ts';
import { notice } from './notice.ts';
import type { Texts } from './texts/texts.ts';

/**
 * How often pages ask that do not listen: those in other pages, and those that the server had no
 * place for.
 */
const seldomMs = 10 * 60_000;

/** What the server says of the snapshot that is current. */
interface Newest {
  readonly snapshot: string | null;
  /** When it took the place of the one before it. */
  readonly since?: string;
}

/**
 * Tells when the server has a newer snapshot than the one that the page shows, and offers it:
 * `show` loads the page anew with the same view. A page that is looked at listens; one that is
 * hidden does not; one within another asks now and then.
 */
export function watchNewer(texts: Texts, show: () => void): void {
  let close: (() => void) | undefined;
  const hear = ({ snapshot, since }: Newest) => {
    close?.();
    close = undefined;
    if (snapshot === null || isBound(snapshot)) return;
    close = notice(byId('notices'), texts.dataChanged(dayOf(since, texts)), { texts,
      more: button({ class: 'plain' }, () => void press(), texts.show) });
  };
  const press = () => // without a server there would be no page
    fetchStatus().then(show, () => connection.lost(0));
  const poll = () => {
    if (!document.hidden && connection.away === undefined) {
      fetchStatus().then(hear, () => undefined); // the next time
    }
  };
  if (window.top !== window) {
    setInterval(poll, seldomMs);
    return;
  }
  listen(hear, poll);
}

/** The day of a moment, where the reader is. */
function dayOf(since: string | undefined, { locale }: Texts): string {
  const at = since === undefined ? new Date() : new Date(since);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = parseISO(`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`);
  return formatDay(day ?? 0, locale);
}

/** Listens while the page is looked at; where the server has no place, `poll` is called seldom. */
function listen(hear: (newest: Newest) => void, poll: () => void): void {
  let source: ReturnType<typeof listenLive> | undefined;
  let timer = 0;
  const follow = () => {
    source?.close();
    source = undefined;
    clearInterval(timer);
    if (document.hidden) return;
    const opened = listenLive();
    source = opened;
    if (!opened) {
      timer = window.setInterval(poll, seldomMs);
      return;
    }
    opened.addEventListener('snapshot', ({ data }: MessageEvent<string>) =>
      hear(JSON.parse(data) as Newest));
    opened.addEventListener('error', () => {
      if (opened.readyState !== opened.CLOSED || source !== opened) return; // it comes back by itself
      clearInterval(timer);
      timer = window.setInterval(poll, seldomMs);
    });
  };
  addEventListener('visibilitychange', follow);
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', (event) => event.persisted && follow());
  follow();
}

import { connection } from '../request.ts';
import { button, byId } from '../dom.ts';
import { notice } from '../notice.ts';
import type { Texts } from '../texts/texts.ts';

/** Says as long as the server does not answer that it does not, and of when is what is shown. */
export function mountAway(texts: Texts): void {
  let close: (() => void) | undefined;
  const update = () => {
    close?.();
    close = undefined;
    const { away } = connection;
    if (away === undefined) return;
    const at = new Date(connection.heardAt);
    const time = [at.getHours(), at.getMinutes()].map((n) => String(n).padStart(2, '0')).join(':');
    const words = !navigator.onLine ? texts.offline : away === 0 ? texts.serverAway : texts.serverBusy;
    close = notice(byId('notices'), `${words} ${texts.shownAsOf(time)}`, { lasting: true,
      more: button({ class: 'plain' }, () => void connection.tryNow(), texts.tryAgain) });
  };
  connection.onChange(update);
  addEventListener('offline', () => {
    connection.lost(0);
    update();
  });
  addEventListener('online', () => void connection.tryNow());
  addEventListener('visibilitychange', () => !document.hidden && void connection.tryNow());
  if (!navigator.onLine) connection.lost(0);
  update();
}

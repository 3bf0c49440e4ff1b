import { fetchVersions } from './api.ts';
import { formatDay, parseISO } from './days.ts';
import { byId, el } from './dom.ts';
import { notice } from './notice.ts';
import type { Texts } from './texts/texts.ts';
import { currentAddress } from './url.ts';

/** Says that the page tells what was known on a day, by which version, and leads to what is known now. */
export async function tellKnown(known: string, snapshot: string, texts: Texts): Promise<void> {
  const { versions } = await fetchVersions();
  const version = versions.find((v) => v.snapshot === snapshot && v.date <= known)?.version ?? 0;
  const day = formatDay(parseISO(known) ?? 0, texts.locale);
  const current = el('a', { href: currentAddress(location.search) }, texts.showCurrent);
  notice(byId('notices'), texts.asKnown(day, version), { lasting: true, more: current });
  // the view may have changed until the link is followed
  current.addEventListener('click', () => current.setAttribute('href', currentAddress(location.search)));
}

import type { Context } from '../context.ts';
import { openDialog } from '../dialog.ts';
import { el } from '../dom.ts';
import { setSingleKeys, singleKeys } from '../singlekeys.ts';

/** All keys of the page, and the switch for those that are a single letter. */
export function openHelp(context: Context): void {
  const { texts } = context;
  const { keys } = texts;
  const box = el('input', { type: 'checkbox', id: 'single-keys' });
  box.checked = singleKeys();
  box.addEventListener('change', () => setSingleKeys(box.checked));
  const rows: readonly (readonly [string, string])[] = [
    ['/', keys.search], ['← ↑ → ↓', keys.pan], ['+ −', keys.zoom], ['Enter', keys.inspect],
    [', .', keys.change], ['␣', keys.play],
    ['← → PgUp PgDn Home End', keys.days], ['+ − 0', keys.daysZoom],
    ['[ ]', keys.cycle], ['c', keys.compare], ['l', keys.legend], ['m', keys.measure],
    ['?', keys.help], ['Esc', keys.close],
  ];
  openDialog(context, texts.helpTitle,
    el('dl', { class: 'keys' },
      ...rows.map(([key, what]) =>
        el('div', {}, el('dt', {}, el('kbd', {}, key)), el('dd', {}, what)))),
    el('p', {}, box, ' ', el('label', { for: 'single-keys' }, texts.shortcuts)),
    el('p', { class: 'muted small' }, texts.shortcutsNote));
}

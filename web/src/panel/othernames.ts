import { nameParts, type Context } from '../context.ts';
import { el, type Attributes, type Child } from '../dom.ts';
import type { Names } from '../model.ts';
import { others } from '../names.ts';

/**
 * The names of a place that its heading does not show, each in its own language; nothing for none.
 */
export function otherNames(
  context: Context, names: Names, attributes: Attributes,
): HTMLElement | null {
  const shown = new Set(nameParts(context, names).map(({ text }) => text));
  const rest = others(names, context.state.get().lang).filter(([, name]) => !shown.has(name));
  return rest.length === 0 ? null : el('div', attributes,
    ...rest.flatMap(([lang, name], i): Child[] => [i > 0 && ' · ', el('span', { lang }, name)]));
}

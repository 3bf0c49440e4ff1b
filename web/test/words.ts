import type { Page } from 'playwright-core';

/** A text of the page that is read or spoken, with the language that it is marked to be in. */
export interface Spoken {
  readonly text: string;
  readonly lang: string;
  /** The element and, of an attribute, its name. */
  readonly where: string;
}

/** All texts of the page: text nodes, and the attributes that are read out or shown. */
export function spokenTexts(page: Page): Promise<readonly Spoken[]> {
  return page.evaluate(() => {
    const attributes = ['aria-label', 'aria-valuetext', 'aria-description', 'title', 'placeholder',
      'alt'];
    const langOf = (element: Element) =>
      element.closest('[lang]')?.getAttribute('lang') ?? '';
    const whereOf = (element: Element) => {
      const id = element.closest('[id]')?.id ?? '';
      return `#${id} ${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    };
    const found: { text: string; lang: string; where: string }[] = [
      { text: document.title, lang: document.documentElement.lang, where: 'title' }];
    const silent = (element: Element) =>
      element.closest('script, style, noscript, template, [hidden]') !== null;
    for (const element of document.querySelectorAll('body, body *')) {
      if (silent(element)) continue;
      for (const name of attributes) {
        const text = element.getAttribute(name);
        if (text) found.push({ text, lang: langOf(element), where: `${whereOf(element)} @${name}` });
      }
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || !node.textContent?.trim()) continue;
        found.push({ text: node.textContent, lang: langOf(element), where: whereOf(element) });
      }
    }
    return found;
  });
}

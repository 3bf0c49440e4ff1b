/**
 * Letters of Cyrillic, Armenian and Azerbaijani Latin as plain Latin ones, roughly as they sound.
 */
const letters: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'j', з: 'z', и: 'i', й: 'y', к: 'k',
  л: 'l', м: 'm', н: 'n',
  о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh',
  щ: 'sh', ъ: '', ы: 'i', ь: '',
  э: 'e', ю: 'yu', я: 'ya', ғ: 'g', қ: 'k', ү: 'u', ө: 'o', һ: 'h', ҹ: 'j', ҝ: 'g', ә: 'a', ј: 'y',
  ա: 'a', բ: 'b', գ: 'g', դ: 'd', ե: 'e', զ: 'z', է: 'e', ը: 'y', թ: 't', ժ: 'zh', ի: 'i', լ: 'l',
  խ: 'kh', ծ: 'ts', կ: 'k',
  հ: 'h', ձ: 'dz', ղ: 'gh', ճ: 'ch', մ: 'm', յ: 'y', ն: 'n', շ: 'sh', ո: 'o', չ: 'ch', պ: 'p',
  ջ: 'j', ռ: 'r', ս: 's',
  վ: 'v', տ: 't', ր: 'r', ց: 'ts', ւ: 'v', փ: 'p', ք: 'k', օ: 'o', ֆ: 'f', և: 'ev',
  ə: 'a', ı: 'i', ø: 'o', ł: 'l', đ: 'd', ß: 'ss', æ: 'ae',
};

/**
 * The key that texts are compared by: lower-case Latin letters without diacritics, with one
 * spelling for each sound, so that `Şuşa`, `susa`, `Шуша` and `Shusha` are equal.
 */
export function fold(text: string): string {
  return [...text.toLowerCase().replaceAll('ու', 'u').normalize('NFC')]
    .map((letter) => letters[letter] ?? letter).join('')
    .normalize('NFD').replace(/\p{M}/gu, '')
    .replace(/sh/g, 's').replace(/[tc]h/g, (m) => (m === 'ch' ? 'c' : 't')).replace(/zh/g, 'j')
      .replace(/[kx]h|x/g, 'h').replace(/gh/g, 'g')
    .replace(/dzh|dj/g, 'j').replace(/ts|j/g, 'c').replace(/q/g, 'k').replace(/w/g, 'v')
      .replace(/e/g, 'a')
    .replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/**
 * How well a folded query fits a folded name: 0 is the same, then the start of
 * the name, the start of a word in it, a part of it, and a name one slip of the
 * finger away; undefined when it does not fit.
 */
export function fit(query: string, name: string): number | undefined {
  if (query === '') return undefined;
  if (name === query) return 0;
  if (name.startsWith(query)) return 1;
  if (` ${name}`.includes(` ${query}`)) return 2;
  if (query.length >= 3 && name.includes(query)) return 3;
  return query.length >= 4 && name.split(' ').concat(name).some((word) => nearlyEqual(query, word))
    ? 4 : undefined;
}

/** Whether two words are one insertion, deletion, replacement or exchange of neighbours apart. */
export function nearlyEqual(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  const rest = (text: string, skip: number) => text.slice(i + skip);
  return rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1) ||
    (a[i] === b[i + 1] && a[i + 1] === b[i] && rest(a, 2) === rest(b, 2));
}

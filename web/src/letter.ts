/** What a letter about a mistake says, each by the words that it is called with. */
export interface Letter {
  readonly subject: string;
  /** What whoever writes is asked for. */
  readonly question: string;
  /** Of what it is, by the name that a form has it under; the text is by its words. */
  readonly facts: readonly {
    readonly key: string;
    readonly words: string;
    readonly text: string;
  }[];
  /** What the statement rests on; the last are left out where an address gets too long. */
  readonly sources: readonly string[];
}

/** What mail programs still open: Windows takes no longer address. */
const maxMail = 2000;
/** What servers of forms take without a doubt. */
const maxForm = 4000;

/**
 * The address of a letter that is written already but for what is wrong, or of a form with the same
 * as parameters; undefined where nobody can be written to. What the dataset's address has of its own
 * stays.
 */
export function letterAddress(feedback: string | undefined, letter: Letter): string | undefined {
  if (!feedback) return undefined;
  const write = /^mailto:/i.test(feedback) ? mail : /^https:/i.test(feedback) ? form : undefined;
  const most = write === mail ? maxMail : maxForm;
  for (let cited = letter.sources.length; write && cited >= 0; cited--) {
    const address = write(feedback, letter, letter.sources.slice(0, cited));
    if (address.length <= most) return address;
  }
  return write?.(feedback, shortened(letter), []);
}

/** The same with each text cut to what fits in any script. */
function shortened(letter: Letter): Letter {
  const cut = (text: string) => ([...text].length > 60 ? `${[...text].slice(0, 59).join('')}…` : text);
  return { ...letter, subject: cut(letter.subject), sources: [],
    facts: letter.facts.map((fact) => ({ ...fact,
      text: /^https?:/.test(fact.text) ? fact.text : cut(fact.text) })) };
}

function mail(feedback: string, letter: Letter, sources: readonly string[]): string {
  const [to = '', own = ''] = feedback.split(/\?(.*)/s);
  const given = new Set(own.split('&').map((part) => part.split('=')[0]?.toLowerCase()));
  const left = letter.sources.length - sources.length;
  const body = [letter.question, '', '', '--',
    ...letter.facts.map(({ words, text }) => `${words}: ${text}`),
    ...sources.map((source) => `- ${source}`), left > 0 && '- …']
    .filter((line) => line !== false).join('\r\n');
  return `${to}?${[own, !given.has('subject') && `subject=${encodeURIComponent(letter.subject)}`,
    !given.has('body') && `body=${encodeURIComponent(body)}`].filter(Boolean).join('&')}`;
}

function form(feedback: string, letter: Letter, sources: readonly string[]): string {
  const [before = '', hash] = feedback.split(/(#.*)/s);
  const own = new URLSearchParams(before.split(/\?(.*)/s)[1] ?? '');
  const parts = [...letter.facts.map(({ key, text }) => [key, text] as const),
    ['sources', sources.join('\n')] as const]
    .filter(([key, text]) => text !== '' && !own.has(key))
    .map(([key, text]) => `${key}=${encodeURIComponent(text)}`).join('&');
  return `${before}${before.includes('?') ? '&' : '?'}${parts}${hash ?? ''}`;
}

import { bestFit } from './happened.ts';
import { fold } from './fold.ts';
import type { Found } from './found.ts';
import type { SourcesAnswer } from '../answers.ts';
import { firstLanguage, type Context } from '../context.ts';
import { formatDay, parseISO } from '../days.ts';

const most = 5;

/** Finds publications by their titles, authors and publishers. */
export function publications(context: Context, { sources }: SourcesAnswer): (text: string) => readonly Found[] {
  const { texts, dataset } = context;
  const all = sources.map((source) => ({ source,
    folded: [source.title, [source.publisher, source.author, source.title].filter(Boolean).join(' ')].map(fold) }));
  return (text) => {
    const words = fold(text);
    if (words.length < 2) return [];
    return all.flatMap(({ source, folded }) => {
      const score = bestFit(words, folded);
      return score === undefined || score === 4 ? [] : [{ source, score }]; // titles are long: slips fit anywhere
    }).sort((a, b) => a.score - b.score || (b.source.date ?? '').localeCompare(a.source.date ?? ''))
      .slice(0, most).map(({ source, score }): Found => {
        const day = source.date === null || source.date_nominal ? undefined : parseISO(source.date);
        return { group: 'sources', score, title: source.title, lang: source.language ?? firstLanguage(dataset),
          about: [source.publisher, day === undefined ? texts.undated : formatDay(day, texts.locale, 'short')]
            .filter(Boolean).join(' · '), source };
      });
  };
}

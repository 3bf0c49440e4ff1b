import type { ControlDetail, LocateAnswer } from '../answers.ts';
import { fetchPlace } from '../api.ts';
import { placeName, type Context } from '../context.ts';
import { lastCorrected } from '../corrected.ts';
import { controlWords, reportAddress } from '../report.ts';
import { statementTexts } from '../texts/statement.ts';
import { daysOf, historyOf } from '../timeline.ts';
import type { LonLat } from '../model.ts';

/** What the card says of a statement beyond the statement itself. */
export interface Beside {
  /** When it was corrected last. */
  readonly corrected: string | undefined;
  /** Where a letter or a form about it is written, and what it is about. */
  readonly report: string | undefined;
  readonly label: string;
}

/** Asks the server about a place, and returns what stands beside what is said of its top zone on the day shown. */
export async function besideAt(
  context: Context, point: LonLat, signal: AbortSignal,
): Promise<(id: string) => Beside> {
  const { day, viewpoint } = context.state.get();
  const answer = await fetchPlace(point, day, viewpoint, signal);
  return (id) => beside(context, answer, id);
}

function beside(context: Context, answer: LocateAnswer, id: string): Beside {
  const { day } = context.state.get();
  const history = (answer.zone?.id === id ? answer.history
    : answer.overlays?.find((overlay) => overlay.id === id)?.history) ?? [];
  const control: ControlDetail | undefined = history.find((period) => {
    const { from, to } = daysOf(period);
    return from <= day && day < to;
  });
  const named = historyOf(context.timeline, id);
  const name = named ? placeName(context, named.names).text : id;
  const words = control ? controlWords(context, control) : name;
  return {
    corrected: lastCorrected(context, control?.corrections),
    report: reportAddress(context, { id, name, words, sources: control?.sources ?? [] }),
    label: statementTexts(context.texts.locale).reportOf(words),
  };
}

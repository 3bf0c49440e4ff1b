import { fetchDataset } from '../api.ts';
import { Engine, type Progress } from './engine.ts';

let engine: Promise<Engine> | undefined;

/** The engine with the map's dataset: it is fetched once, whoever asks it. */
export function engineOf(signal: AbortSignal, progress: (progress: Progress) => void): Promise<Engine> {
  const opening = engine ?? (async () => Engine.open(await fetchDataset(signal), { signal, progress }))();
  engine = opening;
  opening.catch(() => { engine = undefined; }); // the next question tries again
  return opening;
}

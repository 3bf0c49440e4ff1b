import type { Context } from '../context.ts';
import type { Stage } from '../stage.ts';
import { readShape } from './shape.ts';

/** Takes a file that was dropped: one area or line is asked about, all else is a table. */
export async function takeFile(context: Context, stage: Stage, file: File): Promise<void> {
  const shape = await readShape(file);
  if (shape) (await import('./view.ts')).openDrawn(context, stage, shape);
  else (await import('../table/view.ts')).openTable(context, stage, file);
}

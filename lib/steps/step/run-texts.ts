import { RUN_FILES, type RunFiles } from '../../domain/run/run-files.ts';
import { runKeys } from '../../domain/run/run-keys.ts';
import type { Objects } from '../../ports/objects.ts';

/** The raw files of a run as they are stored; one that is not there is left out. */
export async function runTexts(objects: Objects, run: string): Promise<RunFiles['texts']> {
  const stored = await Promise.all(
    RUN_FILES.map(async (name) => ({ name, object: await objects.get(runKeys.file(run, name)) })),
  );
  return Object.fromEntries(stored.flatMap(({ name, object }) => (object ? [[name, object.text]] : [])));
}

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What only a run's directory has at its top. */
const OF_A_RUN = new Set(['record.ndjson', 'judgement.json', 'plan.yaml', 'evidence']);

/** A folder of runs, such as a year's. */
export interface RunsBelow {
  /** Directories of runs, in the order of their names. */
  readonly runs: readonly string[];
  /** Names of what lies beside them, and is no run: nobody can say anything of it. */
  readonly others: readonly string[];
}

/** The runs right below a folder; null for what is no folder, is a run itself, or has none below it. */
export async function runsBelow(folder: string): Promise<RunsBelow | null> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) return null;
  const names = (await readdir(folder)).toSorted();
  if (names.some((name) => OF_A_RUN.has(name))) return null;
  const looks = await Promise.all(
    names.map(async (name) => ({ name, isRun: await isRun(join(folder, name)) })),
  );
  const runs = looks.flatMap(({ name, isRun: run }) => (run ? [join(folder, name)] : []));
  return runs.length === 0 ? null : { runs, others: looks.flatMap((one) => (one.isRun ? [] : [one.name])) };
}

async function isRun(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch(() => []);
  return names.some((name) => OF_A_RUN.has(name));
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Judgement } from '../domain/run/judgement.ts';
import type { StateDirectory } from './state-directory.ts';

export interface KnownRun {
  readonly run: string;
  readonly directory: string;
  /** When its directory was made. */
  readonly madeAt: Date;
  /** Null where there is none, or none that can be read: the run was cut short, or still goes on. */
  readonly judgement: Judgement | null;
  /** The page that `muster open` opens; null where none was written. */
  readonly report: string | null;
}

/** The runs of a state directory, the newest first. */
export async function knownRuns(state: StateDirectory): Promise<readonly KnownRun[]> {
  const names = await readdir(state.runsDirectory).catch(() => []);
  const runs = await Promise.all(names.map((run) => knownRun(run, state.runDirectory(run))));
  return runs.filter((run) => run !== null).toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
}

/** Null when there is no such directory. */
export async function knownRun(run: string, directory: string): Promise<KnownRun | null> {
  const [found, names] = await Promise.all([
    stat(directory).catch(() => null),
    readdir(directory).catch(() => null),
  ]);
  if (!found || !names) return null;
  const report = names.find((name) => /^report-[a-z]+\.html$/.test(name));
  return {
    run,
    directory,
    madeAt: found.birthtime,
    judgement: await judgementIn(directory),
    report: report === undefined ? null : join(directory, report),
  };
}

async function judgementIn(directory: string): Promise<Judgement | null> {
  try {
    const text = await readFile(join(directory, 'judgement.json'), 'utf8');
    return Judgement.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

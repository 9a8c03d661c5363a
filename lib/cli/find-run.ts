import { isAbsolute, sep } from 'node:path';
import { type KnownRun, knownRun } from './known-runs.ts';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

/**
 * The run that somebody named: one of the state directory, or any directory. What has a separator in it is a path and
 * no name, so that no name leads out of the state directory. @throws UsageError when there is neither.
 */
export async function findRun(run: string, state: StateDirectory): Promise<KnownRun> {
  const own = isName(run) ? await knownRun(run, state.runDirectory(run)) : null;
  const found = own ?? (run === '' ? null : await knownRun(run, run));
  if (found) return found;
  const where = isName(run) ? `neither in ${state.runsDirectory} nor as a directory` : 'no such directory';
  throw new UsageError(`no run ${JSON.stringify(run)}: ${where}; \`npx muster runs\` lists them`);
}

function isName(run: string): boolean {
  return !isAbsolute(run) && !run.includes(sep) && run !== '' && run !== '.' && run !== '..';
}

import { type EndedRun, followRun } from './follow-run.ts';
import { goOnAgain } from './go-on-again.ts';
import { lockVerdict } from './held-locks.ts';
import { makeDirectory } from './make-directory.ts';
import { printRun } from './print-run.ts';
import { Progress } from './progress.ts';
import { refuseFinished } from './refuse-finished.ts';
import { type RunAccess, withRun } from './run-access.ts';
import { startHeraldAgain } from './start-herald-again.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface ResumeOptions {
  readonly run: string;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/**
 * Goes on with a run whose execution ended before the run did, at the state where it stopped (Step Functions' redrive):
 * every step finds what it has done before. One that still runs is followed. One that was finished, or is being, is
 * refused. Answers the verdict's exit code, as the command does that has started it.
 */
export async function resumeRun(options: ResumeOptions): Promise<number> {
  const { run, terminal, state } = options;
  const directory = state.runDirectory(run);
  const { status, locks } = await withRun(options, (reached) => goOn(reached, directory, options));
  terminal.goesOn?.(null);
  terminal.err.write(`run ${run} ended as ${status}\n`);
  const code = await printRun(directory, { terminal, json: false });
  return lockVerdict(terminal, locks, code);
}

async function goOn(
  { access, executionArn, input, status }: RunAccess,
  directory: string,
  { run, terminal, state }: ResumeOptions,
): Promise<EndedRun> {
  const { executions, workflows } = access.recovery;
  if (status === 'SUCCEEDED')
    throw new UsageError(`run ${run} has come to its end: there is nothing to resume`);
  if (status !== 'RUNNING') await refuseFinished(workflows, executionArn);
  await makeDirectory(directory);
  terminal.goesOn?.(run);
  if (status !== 'RUNNING') await goOnAgain(access.recovery, { run, executionArn });
  // Whom it tells is no reason not to go on.
  await startHeraldAgain({ executions, workflows }, executionArn).catch((error: unknown) =>
    terminal.err.write(
      `nobody is told how it goes: ${error instanceof Error ? error.message : String(error)}\n`,
    ),
  );
  const progress = new Progress(terminal);
  const followed = { input, executionArn, directory, state, progress };
  return followRun(access, followed).finally(() => progress.end());
}

import { pendingRequest } from './answer-run.ts';
import { EXIT } from './exit-code.ts';
import { followExecution } from './follow-execution.ts';
import { Progress } from './progress.ts';
import { withRun } from './run-access.ts';
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
 * every step finds what it has done before. One that still runs is followed. Exit code 0 when it came to its end.
 */
export async function resumeRun({ run, terminal, state }: ResumeOptions): Promise<number> {
  return withRun({ run, state }, async (reached) => {
    const { executions, workflows } = reached.access.recovery;
    if (reached.status === 'SUCCEEDED')
      throw new UsageError(`run ${run} has come to its end: there is nothing to resume`);
    if (reached.status !== 'RUNNING') await executions.redrive(reached.executionArn);
    // Whom it tells is no reason not to go on.
    await startHeraldAgain({ executions, workflows }, reached.executionArn).catch((error: unknown) =>
      terminal.err.write(
        `nobody is told how it goes: ${error instanceof Error ? error.message : String(error)}\n`,
      ),
    );
    const open = await pendingRequest(reached);
    if (open)
      terminal.err.write(
        `run ${run} waits for people: ${open.request.about} (${open.request.saw}); it takes ${open.request.choices.join(', ')}\n`,
      );
    const progress = new Progress(terminal);
    const status = await followExecution(workflows, reached.executionArn, { progress, usual: new Map() });
    progress.end();
    terminal.out.write(`run ${run} ended as ${status}\n`);
    return status === 'SUCCEEDED' ? EXIT.met : EXIT.inconclusive;
  });
}

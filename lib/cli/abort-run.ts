import { formatInstant } from '../domain/instant.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { makeObjectLocks } from '../aws/object-locks.ts';
import { makeObjectRecord } from '../aws/object-record.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { pendingRequest, sendAnswer } from './answer-run.ts';
import { EXIT } from './exit-code.ts';
import { followExecution } from './follow-execution.ts';
import { Progress } from './progress.ts';
import { type RunAccess, withRun } from './run-access.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface AbortOptions {
  readonly run: string;
  readonly by: string;
  readonly reason: string;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/**
 * Brings a run to the nearest safe state, and waits until it is there: back to what was, as long as nothing was
 * promoted; forward to its end from then on. Says which. Exit code 0 when it is there, 64 when it is over already.
 */
export async function abortRun(options: AbortOptions): Promise<number> {
  const { terminal, run } = options;
  return withRun(options, async (reached) => {
    const wished = await wishAbort(reached, options);
    if (!wished && reached.status !== 'RUNNING')
      throw new UsageError(
        `run ${run} is over (${reached.status}) and holds no lock: there is nothing to abort`,
      );
    await answerWaiting(reached, options);
    if (reached.status !== 'RUNNING') await reached.access.recovery.executions.redrive(reached.executionArn);
    const progress = new Progress(terminal);
    const shown = { progress, usual: new Map<string, number>() };
    const status = await followExecution(reached.access.recovery.workflows, reached.executionArn, shown);
    progress.end();
    terminal.out.write(`${await whereItStands(reached, options, status)}\n`);
    return EXIT.met;
  });
}

/** The flag on the lock, which every step reads before it changes anything. False when the run holds no lock. */
function wishAbort({ access, input }: RunAccess, { by, reason }: AbortOptions): Promise<boolean> {
  const clock = makeSystemClock();
  const locks = makeObjectLocks({
    objects: access.recovery.objects,
    statusOf: (arn) => access.recovery.workflows.status(arn),
    now: () => clock.now(),
  });
  const at = formatInstant(clock.now());
  return locks.abort(runKeys.lock(input.plan.name, input.kind), { run: input.run, by, reason, at });
}

/** A run that waits for people is told at once. */
async function answerWaiting(reached: RunAccess, { by, reason }: AbortOptions): Promise<void> {
  const open = await pendingRequest(reached);
  if (open?.request.choices.includes('abort'))
    await sendAnswer(reached, open.request, { by, reason, word: 'abort' });
}

async function whereItStands({ access }: RunAccess, { run }: AbortOptions, status: string): Promise<string> {
  const entries = await makeObjectRecord(access.recovery.objects).entries(run);
  const has = (state: string) => entries.some((entry) => entry.kind === 'outcome' && entry.state === state);
  if (has('SwitchTraffic'))
    return `run ${run} had promoted already: it went forward to its end (${status}); the service is at the recovery site`;
  return has('ReturnRegion')
    ? `run ${run} was aborted before anything was promoted (${status}): everything is as it was`
    : `run ${run} ended as ${status}, and did not come to a safe state: \`npx muster runs\`, and look at its record`;
}

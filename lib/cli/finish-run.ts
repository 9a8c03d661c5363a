import { makeObjectRecord } from '../aws/object-record.ts';
import { compileFinish } from '../domain/run/compile-finish.ts';
import { finishName } from '../domain/run/finish-name.ts';
import { RunInput } from '../domain/run/run-input.ts';
import { claimEnded } from './claim-ended.ts';
import type { PlanAccess, UnfinishedRun } from './unfinished-runs.ts';

const POLL_MS = 100;
/** Commands that clean up by the way come to an end: a person who asks for it may know that a lost region is back. */
const MOST_BY_THE_WAY = 10;

/**
 * Brings a run to its clean end: an execution of the same workflow enters where every Catch leads to. Its name is the
 * idempotency key, so that of two who do this at once one starts it, and both wait for it. Answers its last status.
 * @throws Error when the run goes on again, or was finished too often by the way: a person has to look, UsageError when somebody makes it go on
 */
export async function finishRun(
  access: PlanAccess,
  unfinished: UnfinishedRun,
  { byTheWay }: { readonly byTheWay: boolean },
): Promise<string> {
  const { recovery } = access;
  const { run, finishes, machineArn } = unfinished;
  const running = finishes.find(({ status }) => status === 'RUNNING');
  if (running) return untilEnded(access, running.arn);
  if (byTheWay && finishes.length >= MOST_BY_THE_WAY) {
    throw new Error(
      `run ${run} was finished ${finishes.length} times and is ${unfinished.cleanUp}: look at it; \`npx muster clean\` tries again`,
    );
  }
  await claimEnded(recovery, unfinished, 'finish');
  const name = finishName(run, finishes.length + 1);
  const input = await inputFor(access, unfinished);
  // Others may have been finished since it was found: somebody may have made it go on, with the same owner and generation.
  if ((await recovery.workflows.status(unfinished.executionArn)) === 'RUNNING')
    throw new Error(`run ${run} goes on again: there is nothing to finish`);
  return untilEnded(access, await recovery.workflows.start({ machineArn, name, input }));
}

async function inputFor(
  { recovery: { objects, executions } }: PlanAccess,
  { run, executionArn, status, sealed }: UnfinishedRun,
): Promise<RunInput> {
  const [input, entries] = await Promise.all([
    executions.inputOf(executionArn),
    makeObjectRecord(objects).entries(run),
  ]);
  return compileFinish({ input: RunInput.parse(input), executionArn, status, entries, sealed });
}

/** For as long as the workflow itself may take: every state of its end has a time-out. */
async function untilEnded({ recovery, sleep }: PlanAccess, arn: string): Promise<string> {
  for (;;) {
    const status = await recovery.workflows.status(arn);
    if (status !== 'RUNNING') return status ?? 'UNKNOWN';
    await sleep(POLL_MS);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { heraldName } from '../domain/notice/herald-input.ts';
import { executionArnOf } from '../domain/run/execution-arn.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import type { Workflows } from '../ports/workflows.ts';

const POLL_MS = 200;
const LIMIT_MS = 5_000;

/**
 * Waits a little until the herald of a run that has ended has told its end, so that what was sent is there when the
 * command is over. One that waits longer, for a topic or for the end of quiet hours, goes on by itself.
 */
export async function awaitHerald(workflows: Workflows, { run, notices }: RunInput): Promise<void> {
  if (!notices) return;
  const herald = executionArnOf(notices.stateMachineArn, heraldName(run));
  const deadline = performance.now() + LIMIT_MS;
  while (performance.now() < deadline) {
    const status = await workflows.status(herald).catch(() => 'RUNNING');
    if (status !== 'RUNNING') return;
    await sleep(POLL_MS);
  }
}

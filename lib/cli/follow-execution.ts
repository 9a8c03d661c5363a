import { setTimeout as sleep } from 'node:timers/promises';
import type { Workflows } from '../ports/workflows.ts';
import { DRILL_PHASES } from './drill-phases.ts';
import type { Progress } from './progress.ts';

const POLL_MS = 250;

/** Shows each state that an execution enters until it has ended; answers its last status. */
export async function followExecution(
  workflows: Workflows,
  arn: string,
  progress: Progress,
): Promise<string> {
  let shown = 0;
  for (;;) {
    const status = await workflows.status(arn);
    for (const { id, type, state } of await workflows.history(arn)) {
      if (id <= shown) continue;
      shown = id;
      const text = type.endsWith('StateEntered') && state !== null ? DRILL_PHASES[state] : undefined;
      if (text) progress.phase(text);
    }
    if (status === null) throw new Error(`execution ${arn} is not known any more`);
    if (status !== 'RUNNING') return status;
    await sleep(POLL_MS);
  }
}

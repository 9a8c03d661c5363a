import { setTimeout as sleep } from 'node:timers/promises';
import { RegionUnreachable, ThrottledUnknown } from '../domain/failure.ts';
import type { Workflows } from '../ports/workflows.ts';
import type { Scope } from '../domain/run/run-parts.ts';
import { phaseWords } from './drill-phases.ts';
import type { Progress } from './progress.ts';

const POLL_MS = 500;
/** Looks in a row without an answer, each of up to two seconds, before the command gives up. */
const MOST_UNANSWERED = 20;

interface Shown {
  readonly progress: Progress;
  readonly scope: Scope;
  /** Seconds that a state usually takes, where that is known. */
  readonly usual: ReadonlyMap<string, number>;
}

/** Shows each state that an execution enters until it has ended; answers its last status. */
export async function followExecution(
  workflows: Workflows,
  arn: string,
  { progress, usual, scope }: Shown,
): Promise<string> {
  let shown = 0;
  let unanswered = 0;
  for (;;) {
    const seen = await look({ workflows, arn, shown }, (unanswered += 1) > MOST_UNANSWERED);
    if (seen === 'unknown') continue;
    unanswered = 0;
    for (const { id, type, state } of seen.history) {
      shown = id;
      const text = type.endsWith('StateEntered') && state !== null ? phaseWords(state, scope) : undefined;
      if (text) progress.phase(text, usual.get(state ?? ''));
    }
    const { status } = seen;
    if (status === null) throw new Error(`execution ${arn} is not known any more`);
    if (status !== 'RUNNING') return status;
    await sleep(POLL_MS);
  }
}

interface Followed {
  readonly workflows: Workflows;
  readonly arn: string;
  /** Id of the last event that was shown. */
  readonly shown: number;
}

/** One look at an execution. Throttling and silence say nothing about it: they are looked at again. */
async function look({ workflows, arn, shown }: Followed, last: boolean) {
  try {
    const [status, history] = await Promise.all([workflows.status(arn), workflows.history(arn, shown)]);
    return { status, history };
  } catch (error) {
    if (last || !(error instanceof ThrottledUnknown || error instanceof RegionUnreachable)) throw error;
    await sleep(POLL_MS);
    return 'unknown';
  }
}

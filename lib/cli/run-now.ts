import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { factWithin } from './fact-within.ts';
import { pendingRequest } from './pending-request.ts';
import { withRun } from './run-access.ts';
import type { StateDirectory } from './state-directory.ts';

/** A run that left no judgement, as it is now. */
export interface RunNow {
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
  /** What it asks people and waits for; null where it asks nothing. */
  readonly asks: PeopleRequest | null;
}

/** Null where nobody can say: nothing stands that it could run on, or its region does not answer. A list waits no longer. */
export async function runNow(state: StateDirectory, run: string): Promise<RunNow | null> {
  const found = await factWithin(() =>
    withRun({ run, state }, async (reached): Promise<RunNow> => {
      const open = reached.status === 'RUNNING' ? await pendingRequest(reached) : null;
      return { status: reached.status, asks: open?.request ?? null };
    }),
  );
  return found.known ? found.value : null;
}

import * as z from 'zod';
import { Scope } from '../run/run-parts.ts';

/**
 * What becomes of a run that holds the plan's lock. pre-empted: this run takes its lock from a
 * drill, or from a real failover that is through and could not settle what it left: `clean` may have to wait for a lost
 * region, and this one may not. refuses: a real failover that goes on, or was cut off: this one would be refused. over: it
 * has ended and cleaned up.
 */
export const ConflictingRun = z.object({
  run: z.string(),
  scope: Scope,
  /** Of its execution; null where nobody knows such an execution. */
  status: z.string().nullable(),
  effect: z.enum(['pre-empted', 'refuses', 'over']),
});

export type ConflictingRun = z.infer<typeof ConflictingRun>;

interface Holder {
  readonly run: string;
  readonly scope: Scope;
  readonly status: string | null;
  readonly cleanedUp: boolean;
  /** A failover that came to the end of its workflow, and left something. */
  readonly isThrough: boolean;
}

/** What a lock that is held means for a real failover: the same as taking it will find. */
export function conflictingRun({ run, scope, status, cleanedUp, isThrough }: Holder): ConflictingRun {
  const ended = status !== null && status !== 'RUNNING';
  const refuses = scope === 'real' && !(ended && isThrough);
  return { run, scope, status, effect: ended && cleanedUp ? 'over' : refuses ? 'refuses' : 'pre-empted' };
}

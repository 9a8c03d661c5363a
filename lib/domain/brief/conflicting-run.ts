import * as z from 'zod';
import { Scope } from '../run/run-parts.ts';

/**
 * What becomes of a run that holds the plan's lock. pre-empted: a drill, and this run takes its lock. refuses: a real
 * failover that goes on, or ended without its clean end: this one would be refused. over: it has ended and cleaned up.
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
}

/** What a lock that is held means for a real failover: the same as taking it will find. */
export function conflictingRun({ run, scope, status, cleanedUp }: Holder): ConflictingRun {
  const ended = status !== null && status !== 'RUNNING' && cleanedUp;
  return { run, scope, status, effect: ended ? 'over' : scope === 'real' ? 'refuses' : 'pre-empted' };
}

import * as z from 'zod';
import type { Approvals } from '../plan/approvals.ts';
import { seconds } from '../stored.ts';

/** Who has to agree, as a run needs it: of the plan those for the run's own scope. */
export const RunApprovals = z.object({
  people: z.array(z.object({ name: z.string(), contact: z.string() })).default([]),
  /** How many have to approve before anything is changed; 0 for nobody. */
  needed: z.int().nonnegative().default(0),
  /** After so long a drill is denied, and a real event is escalated. */
  timeoutSeconds: z.int().positive().default(900),
  /** How long an approval is valid. */
  validSeconds: seconds.default(14_400),
  /** Of going on although the fence is not proven. */
  divergence: z
    .object({ needed: z.int().min(2), timeoutSeconds: z.int().positive() })
    .default({ needed: 2, timeoutSeconds: 900 }),
});

export type RunApprovals = z.infer<typeof RunApprovals>;

/** Of a plan's, those of a run of that scope. */
export function runApprovals(approvals: z.infer<typeof Approvals>, scope: string): RunApprovals {
  const own = scope === 'real' ? approvals.real : approvals.drill;
  const { needed, timeout } = approvals.divergence;
  return {
    people: approvals.people,
    needed: own.needed,
    timeoutSeconds: own.timeout.seconds,
    validSeconds: approvals.expiry.seconds,
    divergence: { needed, timeoutSeconds: timeout.seconds },
  };
}

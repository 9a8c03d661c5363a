import * as z from 'zod';
import type { RunCommon } from './run-parts.ts';

/** Which change of roles a state belongs to: that of the plan, or the one that takes it back. */
export const Leg = z.enum(['there', 'back']);

export type Leg = z.infer<typeof Leg>;

/**
 * A run as its steps see it on a leg: on the way back the sites have changed places, and so have the instances. A run
 * that goes the other way begins so: its record, its locks and its switch stay at the site that they are at.
 */
export function onLeg<I extends RunCommon>(run: I, leg: Leg): I {
  if ((leg === 'back') === (run.turned ?? false)) return run;
  const { primary, recovery } = run.sites;
  return {
    ...run,
    sites: { primary: recovery, recovery: primary },
    databases: run.databases.map((database) => ({
      ...database,
      primary: database.replica,
      replica: database.primary,
      // The way in that the run was given leads to the primary of before.
      directDoor: null,
    })),
  };
}

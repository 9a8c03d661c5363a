import * as z from 'zod';
import { instantText, seconds } from '../stored.ts';
import { RunCommon } from './run-parts.ts';

/** Where restored instances stand. */
const Network = z.object({
  subnetGroup: z.string(),
  securityGroups: z.array(z.string()).min(1),
  parameterGroup: z.string(),
  optionGroup: z.string(),
});

/** What is restored: the newest good backup, the backup of a run, or what was at a moment. */
export const RestoreSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('newest-backup') }),
  z.object({ kind: z.literal('chosen-backup'), run: z.string() }),
  z.object({
    kind: z.literal('point-in-time'),
    /** A moment, or how long before the choice of it. */
    target: z.union([z.object({ at: instantText }), z.object({ beforeSeconds: seconds })]),
    /** A system that is younger than that may be restored to a later moment, which the drill then marks. */
    orLater: z.boolean(),
  }),
]);

/** A query of the plan's own: it answers one row with one value. */
export const PlanCheck = z.object({
  name: z.string(),
  database: z.string(),
  sql: z.string(),
  equals: z.union([z.string(), z.number(), z.boolean()]),
});

/** Input of a restore drill: every database of the plan becomes one more, for as long as it takes to prove it. */
export const RestoreInput = z.object({
  ...RunCommon.shape,
  kind: z.literal('restore'),
  objectives: z.object({ rtoSeconds: seconds, rpoSeconds: seconds }),
  source: RestoreSource,
  network: Network.nullable(),
  checks: z.array(PlanCheck),
  timeToLiveSeconds: seconds,
});

export type RestoreInput = z.infer<typeof RestoreInput>;
export type RestoreSource = z.infer<typeof RestoreSource>;
export type PlanCheck = z.infer<typeof PlanCheck>;

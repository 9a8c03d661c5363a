import type * as z from 'zod';
import { BACKUP_OUTCOMES } from './backup-outcomes.ts';
import { BUCKET_OUTCOMES } from './bucket-outcomes.ts';
import { FAILOVER_OUTCOMES } from './failover-outcomes.ts';
import { REPLICATION_OUTCOMES } from './replication-outcomes.ts';
import { RESTORE_OUTCOMES } from './restore-outcomes.ts';
import { SHARED_OUTCOMES } from './shared-outcomes.ts';
import { SWITCHOVER_OUTCOMES } from './switchover-outcomes.ts';

/** `data` of each step's outcome entry in the record, by the name of its state. What `judge` reads. */
const SCHEMAS = {
  ...SHARED_OUTCOMES,
  ...FAILOVER_OUTCOMES,
  ...SWITCHOVER_OUTCOMES,
  ...BACKUP_OUTCOMES,
  ...BUCKET_OUTCOMES,
  ...REPLICATION_OUTCOMES,
  ...RESTORE_OUTCOMES,
} as const;

export type StateName = keyof typeof SCHEMAS;
type Outcomes = { [S in StateName]: z.infer<(typeof SCHEMAS)[S]> };
export type OutcomeOf<S extends StateName> = Outcomes[S];

/** The schema of each state's outcome, typed so that a generic lookup keeps its type. */
export const OUTCOMES: { readonly [S in StateName]: z.ZodType<Outcomes[S]> } = SCHEMAS;

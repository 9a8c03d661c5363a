import * as z from 'zod';
import { BackupInput } from './backup-input.ts';
import { FailoverInput } from './failover-input.ts';
import { ReplicationCheckInput } from './replication-check-input.ts';
import { RestoreInput } from './restore-input.ts';
import { SwitchoverInput } from './switchover-input.ts';

/** Input of an execution: a recovery plan compiled for one run of one kind. */
export const RunInput = z.discriminatedUnion('kind', [
  FailoverInput,
  SwitchoverInput,
  BackupInput,
  ReplicationCheckInput,
  RestoreInput,
]);

export type RunInput = z.infer<typeof RunInput>;

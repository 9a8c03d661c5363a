import * as z from 'zod';
import { BackupDrill } from './backup-drill.ts';
import { FailoverDrill } from './failover-drill.ts';
import { ReplicationCheckDrill } from './replication-check-drill.ts';
import { RestoreDrill } from './restore-drill.ts';
import { SwitchoverDrill } from './switchover-drill.ts';

/** What each kind of drill does on this plan, by the kind's name. */
export const Drills = z.strictObject({
  failover: FailoverDrill.prefault({}),
  backup: BackupDrill.prefault({}),
  'replication-check': ReplicationCheckDrill.prefault({}),
  restore: RestoreDrill.prefault({}),
  switchover: SwitchoverDrill.prefault({}),
});

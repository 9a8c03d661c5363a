import * as z from 'zod';
import { BackupDrill } from './backup-drill.ts';
import { FailoverDrill } from './failover-drill.ts';
import { PreflightDrill } from './preflight-drill.ts';
import { ReplicationCheckDrill } from './replication-check-drill.ts';
import { RestoreDrill } from './restore-drill.ts';
import { SwitchoverDrill } from './switchover-drill.ts';

/** What each kind of drill does on this plan, by the kind's name. */
export const Drills = z.strictObject({
  failover: FailoverDrill.prefault({}).describe('The primary region is lost, and the other recovers.'),
  backup: BackupDrill.prefault({}).describe('A scheduled backup, verified.'),
  'replication-check': ReplicationCheckDrill.prefault({}).describe('Whether both sites hold the same.'),
  restore: RestoreDrill.prefault({}).describe('A backup becomes a database that answers.'),
  preflight: PreflightDrill.prefault({}).describe(
    'Whether a failover would get through: `muster preflight`.',
  ),
  switchover: SwitchoverDrill.prefault({}).describe('Roles change by plan, without loss.'),
});

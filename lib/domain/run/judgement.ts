import * as z from 'zod';
import { BackupJudgement } from './backup-judgement.ts';
import { FailoverJudgement } from './failover-judgement.ts';
import { ReplicationCheckJudgement } from './replication-check-judgement.ts';
import { SwitchoverJudgement } from './switchover-judgement.ts';
import { RestoreJudgement } from './restore-judgement.ts';

/** What `judge` computes from a run's raw files, and the one object that `--json` prints. */
export const Judgement = z.discriminatedUnion('kind', [
  FailoverJudgement,
  SwitchoverJudgement,
  BackupJudgement,
  ReplicationCheckJudgement,
  RestoreJudgement,
]);

export type Judgement = z.infer<typeof Judgement>;

import type { Judgement } from '../run/judgement.ts';
import type { RunFiles } from '../run/run-files.ts';
import { judgeBackup } from './backup/judge-backup.ts';
import { checkIntegrity } from './check-integrity.ts';
import type { Sha256 } from './check-seal.ts';
import { judgeFailover } from './judge-failover.ts';
import { judgeSwitchover } from './switchover/judge-switchover.ts';
import type { RunEvidence } from './run-evidence.ts';
import { judgeReplicationCheck } from './replication/judge-replication-check.ts';
import { judgeRestore } from './restore/judge-restore.ts';
import { readRun, type RunFacts } from './run-facts.ts';

const JUDGES: Readonly<Record<Judgement['kind'], (evidence: RunEvidence) => Judgement>> = {
  failover: judgeFailover,
  switchover: judgeSwitchover,
  backup: judgeBackup,
  'replication-check': judgeReplicationCheck,
  restore: judgeRestore,
};

/**
 * Judges a run by its raw files alone: the same files give the same judgement, anywhere and at any time. What is
 * missing or broken makes verdicts inconclusive, with the reason; it is never an exception.
 * @throws RangeError when not even a record is there: then there is no run to judge.
 */
export function judgeRun(files: RunFiles, sha256: Sha256): Judgement {
  if (files.texts['record.ndjson'] === undefined) {
    throw new RangeError(`${files.directory} holds no record.ndjson: it is no run's directory`);
  }
  return judgeFacts(files, readRun(files), sha256);
}

/** The same for whoever has read the run already. */
export function judgeFacts(files: RunFiles, facts: RunFacts, sha256: Sha256): Judgement {
  return JUDGES[facts.kind]({ files, facts, integrity: checkIntegrity(files, facts, sha256) });
}

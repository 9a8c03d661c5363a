import { BackupJudgement } from '../../run/backup-judgement.ts';
import type { BackupInput } from '../../run/backup-input.ts';
import { SCHEMA_VERSION } from '../../stored.ts';
import { RULES_VERSION } from '../judge-rules.ts';
import { worstOfPairs } from '../buckets/bucket-finding.ts';
import { judgeBuckets, settingsFindings } from '../buckets/judge-buckets.ts';
import { runFindings } from '../findings.ts';
import { inconclusive, worstOf } from '../finding.ts';
import { judgeFailure } from '../judge-drill.ts';
import { capByIntegrity, type Parts, verdictsOf } from '../judge-parts.ts';
import { judgeStates } from '../judge-states.ts';
import { identityOf, integrityFindings, type RunEvidence } from '../run-evidence.ts';
import { inputOf, type RunFacts } from '../run-facts.ts';
import { backupFindings } from './backup-findings.ts';
import { judgedBackups } from './judged-backups.ts';
import { judgeContent } from './judge-content.ts';
import { judgeCopies } from './judge-copies.ts';
import { judgeBackupCleanup } from './judge-leftovers.ts';
import { judgeRetention } from './judge-retention.ts';

const STATES = [
  'AcquireLock',
  'RecordObjectives',
  'OpenManifest',
  'TakeSnapshots',
  'AwaitSnapshots',
  'CloseManifest',
  'CopySnapshots',
  'AwaitCopies',
  'CatalogueBackup',
  'ExpireBackups',
  'InspectBuckets',
  'RemoveIncomplete',
  'ExportRun',
  'CleanUp',
];

type BackupParts = Parts<'drill' | 'backup' | 'content' | 'retention' | 'buckets' | 'cleanup'>;

/** What a scheduled backup came to. Whether it can be restored, only a restore drill can say. */
export function judgeBackup(evidence: RunEvidence): BackupJudgement {
  const { files, facts, integrity } = evidence;
  const input = inputOf(facts, 'backup');
  const parts = input ? judgeParts(input, facts) : judgeWithoutObjectives(facts);
  return BackupJudgement.parse({
    schemaVersion: SCHEMA_VERSION,
    rules: RULES_VERSION,
    ...identityOf(input, evidence),
    ...verdictsOf(capByIntegrity(parts, integrity)),
    rto: null,
    rpo: null,
    databases: input && integrity.broken.length === 0 ? judgedBackups(input, facts) : [],
    findings: [
      ...integrityFindings(evidence),
      ...runFindings(facts),
      ...(input ? [...backupFindings(input, facts), ...settingsFindings(input.buckets, facts)] : []),
    ],
    directory: files.directory,
  });
}

function judgeParts(input: BackupInput, facts: RunFacts): BackupParts {
  return {
    drill: judgeStates(facts, STATES),
    backup: judgeCopies(input, facts),
    content: judgeContent(input, facts),
    retention: judgeRetention(input, facts),
    buckets: worstOfPairs(judgeBuckets(input.buckets, facts)),
    cleanup: judgeBackupCleanup(facts),
  };
}

function judgeWithoutObjectives(facts: RunFacts): BackupParts {
  const nothing = inconclusive('no objectives were recorded before the run ended');
  const drill = worstOf([...judgeFailure(facts), nothing]);
  const cleanup = judgeBackupCleanup(facts);
  return { drill, backup: nothing, content: nothing, retention: nothing, buckets: nothing, cleanup };
}

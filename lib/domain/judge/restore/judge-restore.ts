import { formatInstant } from '../../instant.ts';
import { BackupManifest } from '../../manifest/backup-manifest.ts';
import { CopyLine } from '../../manifest/copy-line.ts';
import type { RestoreInput } from '../../run/restore-input.ts';
import { RestoreJudgement } from '../../run/restore-judgement.ts';
import { SCHEMA_VERSION } from '../../stored.ts';
import { RULES_VERSION } from '../judge-rules.ts';
import type { Integrity } from '../check-integrity.ts';
import { runFindings } from '../findings.ts';
import { inconclusive, worstOf } from '../finding.ts';
import { judgeFailure } from '../judge-drill.ts';
import { capByIntegrity, type Parts, verdictsOf } from '../judge-parts.ts';
import { judgeStates } from '../judge-states.ts';
import { readLines } from '../read-lines.ts';
import { identityOf, integrityFindings, type RunEvidence } from '../run-evidence.ts';
import { inputOf, type RunFacts } from '../run-facts.ts';
import { judgedRestores } from './judged-restores.ts';
import { judgeIntegrity } from './judge-integrity.ts';
import { judgeIsolation } from './judge-isolation.ts';
import { judgeRemoval } from './judge-removal.ts';
import { judgeRestoredContent } from './judge-restored-content.ts';
import { asMeasure, judgeRestorePoint, judgeRestoreTime, measureRestore } from './measure-restore.ts';
import { restoreFindings } from './restore-findings.ts';
import { type RestoredDatabase, restoredDatabases } from './restored-database.ts';

const STATES = [
  'AcquireLock',
  'RecordObjectives',
  'ChooseRecoveryPoint',
  'DeclareRestore',
  'RestoreDatabases',
  'AwaitRestored',
  'VerifyRestored',
  'RemoveRestored',
  'ExportRun',
  'CleanUp',
];
const MOMENT_STATES = ['WriteMarkers', 'AwaitRestorable'];

type RestoreParts = Parts<'drill' | 'rto' | 'rpo' | 'content' | 'integrity' | 'isolation' | 'cleanup'>;

/** Whether what was kept became a database again, how soon, and until when. */
export function judgeRestore(evidence: RunEvidence): RestoreJudgement {
  const { files, facts } = evidence;
  const input = inputOf(facts, 'restore');
  const { databases, problems } = input ? readDatabases(input, evidence) : { databases: [], problems: [] };
  const broken = [...evidence.integrity.broken, ...problems];
  const integrity: Integrity = { ...evidence.integrity, broken };
  const trusted = broken.length === 0 ? databases : [];
  const measured = measureRestore(facts, trusted);
  const { declaredAt, verifiedAt } = measured;
  return RestoreJudgement.parse({
    schemaVersion: SCHEMA_VERSION,
    rules: RULES_VERSION,
    ...identityOf(input, evidence),
    ...verdictsOf(
      capByIntegrity(input ? judgeParts(input, facts, databases) : withoutObjectives(facts), integrity),
    ),
    rto: input && broken.length === 0 ? asMeasure(measured.rto, input.objectives.rtoSeconds) : null,
    rpo: input && asMeasure(measured.rpo, input.objectives.rpoSeconds),
    declaredAt: declaredAt === null ? null : formatInstant(declaredAt),
    verifiedAt: verifiedAt === null ? null : formatInstant(verifiedAt),
    databases: input ? judgedRestores(input, trusted) : [],
    findings: [
      ...integrityFindings({ ...evidence, integrity }),
      ...runFindings(facts),
      ...restoreFindings(databases),
    ],
    directory: files.directory,
  });
}

function readDatabases(input: RestoreInput, { files: { texts }, facts }: RunEvidence) {
  const manifests = readLines({
    name: 'manifest.ndjson',
    text: texts['manifest.ndjson'] ?? '',
    schema: BackupManifest,
  });
  const copies = readLines({ name: 'copy.ndjson', text: texts['copy.ndjson'] ?? '', schema: CopyLine });
  const raw = { manifests: manifests.lines, lines: copies.lines };
  return {
    databases: restoredDatabases(input, facts, raw),
    problems: [...manifests.problems, ...copies.problems],
  };
}

function judgeParts(
  input: RestoreInput,
  facts: RunFacts,
  databases: readonly RestoredDatabase[],
): RestoreParts {
  const measured = measureRestore(facts, databases);
  const content = judgeRestoredContent(databases, facts);
  const integrity = worstOf(databases.map(judgeIntegrity));
  const isMoment = input.source.kind === 'point-in-time';
  return {
    drill: judgeStates(facts, [...STATES, ...(isMoment ? MOMENT_STATES : [])]),
    rto: judgeRestoreTime(input, measured, [content, integrity]),
    rpo: judgeRestorePoint(input, measured, databases),
    content,
    integrity,
    isolation: worstOf(databases.map((database) => judgeIsolation(input, database))),
    cleanup: judgeRemoval(facts),
  };
}

function withoutObjectives(facts: RunFacts): RestoreParts {
  const nothing = inconclusive('no objectives were recorded before the run ended');
  const drill = worstOf([...judgeFailure(facts), nothing]);
  const cleanup = judgeRemoval(facts);
  return {
    drill,
    rto: nothing,
    rpo: nothing,
    content: nothing,
    integrity: nothing,
    isolation: nothing,
    cleanup,
  };
}

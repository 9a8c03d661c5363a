import { CORROBORATION_FILE } from '../corroboration/corroboration-file.ts';
import { RUN_FILES, type RunFileName } from '../run/run-files.ts';
import type { RunKind } from '../run/run-parts.ts';
import { RETENTION_FILE } from './retention-file.ts';

const FOLDER = 'evidence/';

/** The only files of a run's directory that no statement covers. Nothing else may lie in that folder. */
export const EVIDENCE_FILES = {
  drill: `${FOLDER}drill.sigstore.json`,
  testResult: `${FOLDER}test-result.sigstore.json`,
  proof: `${FOLDER}proof.json`,
  checkpoint: `${FOLDER}checkpoint`,
  page: `${FOLDER}VERIFY.md`,
} as const;

/** Whether a name is outside what statements cover: they cover every other file of the directory. */
export function isUnsigned(name: string): boolean {
  return name.startsWith(FOLDER);
}

/** Without these nobody can judge a run again. */
export const INDISPENSABLE = ['judgement.json', 'plan.yaml', 'record.ndjson'] as const;

/** Runs of before there was one or the other have none of them. */
const COLLECTED = [CORROBORATION_FILE, RETENTION_FILE];

const SAMPLES = [
  'ledger.ndjson',
  'stale.ndjson',
  'health.ndjson',
  'observed.ndjson',
  'recovered.ndjson',
] as const;

/** What the judge of each kind reads beside the record and the plan. Which of them a run has its seal says. */
const RAW_OF: Readonly<Record<RunKind, readonly RunFileName[]>> = {
  failover: SAMPLES,
  switchover: SAMPLES,
  backup: ['manifest.ndjson'],
  restore: ['manifest.ndjson', 'copy.ndjson'],
  'replication-check': ['content.ndjson', 'inventory.ndjson', 'rpo-series.ndjson'],
};

/** A closed list beside the reports: whatever else is signed with a run, nothing reads it. Null: a run of whatever kind. */
export function isPartOf(kind: RunKind | null, name: string): boolean {
  const raw = kind === null ? RUN_FILES : RAW_OF[kind];
  return [...INDISPENSABLE, ...COLLECTED, ...raw].includes(name);
}

const REPORT = /^report-([a-z]+)\.(.+)$/;

/** Whose report a file is by its name; null for what is no report. */
export function reportName(name: string): { readonly scope: string; readonly extension: string } | null {
  const [, scope, extension] = REPORT.exec(name) ?? [];
  return scope === undefined || extension === undefined ? null : { scope, extension };
}

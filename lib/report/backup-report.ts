import { judgeBuckets } from '../domain/judge/buckets/judge-buckets.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { inputOf, type RunFacts } from '../domain/judge/run-facts.ts';
import type { BackupJudgement } from '../domain/run/backup-judgement.ts';
import { bucketsSection } from './bucket-sections.ts';
import { simulatedSection } from './honesty-sections.ts';
import { instantWords } from './instant-words.ts';
import type { ReportParts, Section } from './report-model.ts';
import { cell, section, verdictCell } from './section.ts';
import { sizeWords } from './size-words.ts';

const PARTS = [
  ['drill', 'Drill'],
  ['backup', 'Copies'],
  ['content', 'Content'],
  ['retention', 'Retention'],
  ['buckets', 'Buckets'],
  ['cleanup', 'Clean-up'],
] as const;

/** What a report of a scheduled backup says: what was backed up, of which moment, and what is kept. */
export function backupReport(judgement: BackupJudgement, facts: RunFacts): ReportParts {
  const input = inputOf(facts, 'backup');
  return {
    title: `Backup of ${judgement.plan}`,
    parts: PARTS,
    headlines: headlinesOf(judgement),
    identity: [['Key of the copies', input?.kmsKey ?? 'none: as the snapshots are']],
    sections: [
      backupsSection(judgement),
      keptSection(facts),
      bucketsSection(judgeBuckets(input?.buckets ?? [], facts), facts),
      simulatedSection(input),
      section('not-tested', 'What was not tested', {
        list: [
          'Whether it can be restored: only a restore drill proves that.',
          'What was committed after the snapshot: a backup holds one moment.',
        ],
      }),
    ],
  };
}

function headlinesOf({ databases }: BackupJudgement): readonly string[] {
  if (databases.length === 0) return ['No backup came about.'];
  return databases.map(({ id, verdict, takenAt, durationSeconds }) =>
    verdict === 'met'
      ? `${id} is backed up as of ${instantWords(takenAt)} UTC; it took ${durationWords(durationSeconds)} until the copy was there.`
      : `${id} has no proven backup of this run.`,
  );
}

function backupsSection({ databases }: BackupJudgement): Section {
  if (databases.length === 0) return section('backups', 'Backups', { notes: ['None came about.'] });
  return section('backups', 'Backups', {
    notes: [
      'Rows that stood still while the snapshot was taken have their digest in the manifest: a restored copy has to hold exactly these.',
    ],
    table: {
      columns: [
        { label: 'Database' },
        { label: 'As of (UTC)', kind: 'instant' },
        { label: 'Took', kind: 'number' },
        { label: 'Rows', kind: 'number' },
        { label: 'Rows with a digest', kind: 'number' },
        { label: 'Size', kind: 'number' },
        { label: 'Verdict' },
      ],
      rows: databases.map(({ id, takenAt, durationSeconds, rows, provenShare, sizeBytes, verdict }) => [
        cell(id),
        cell(instantWords(takenAt)),
        cell(durationWords(durationSeconds)),
        cell(String(rows)),
        cell(provenShare === null ? 'none' : `${(provenShare * 100).toFixed(1)} %`),
        cell(sizeWords(sizeBytes)),
        verdictCell(verdict),
      ]),
    },
  });
}

function keptSection(facts: RunFacts): Section {
  const databases = facts.outcome('ExpireBackups')?.databases ?? [];
  const rows = databases.flatMap(({ id, kept, expired }) => [
    ...kept.map(({ takenAt, reasons }) => [id, instantWords(takenAt), `kept: ${reasons.join(', ')}`]),
    ...expired.map(({ takenAt }) => [id, instantWords(takenAt), 'expired']),
  ]);
  if (rows.length === 0) return section('kept', 'What is kept', { notes: ['Not recorded.'] });
  return section('kept', 'What is kept', {
    table: {
      columns: [{ label: 'Database' }, { label: 'Of (UTC)', kind: 'instant' }, { label: 'Why' }],
      rows: rows.map((row) => row.map(cell)),
    },
  });
}

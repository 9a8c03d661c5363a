import { durationWords } from '../domain/judge/duration-words.ts';
import { inputOf, type RunFacts } from '../domain/judge/run-facts.ts';
import type { RestoreInput } from '../domain/run/restore-input.ts';
import type { RestoreJudgement } from '../domain/run/restore-judgement.ts';
import { simulatedSection } from './honesty-sections.ts';
import { instantWords } from './instant-words.ts';
import { measuredWords } from './measured-words.ts';
import type { ReportParts, Section } from './report-model.ts';
import { cell, section, verdictCell } from './section.ts';
import { sizeWords } from './size-words.ts';

const PARTS = [
  ['drill', 'Drill'],
  ['rto', 'Recovery time'],
  ['rpo', 'Recovery point'],
  ['content', 'Content'],
  ['integrity', 'Integrity'],
  ['isolation', 'Isolation'],
  ['cleanup', 'Removal'],
] as const;

/** What a report of a restore drill says: what became a database again, how soon, until when, and that it is gone. */
export function restoreReport(judgement: RestoreJudgement, facts: RunFacts): ReportParts {
  const input = inputOf(facts, 'restore');
  return {
    title: `Restore drill of ${judgement.plan}`,
    parts: PARTS,
    headlines: headlinesOf(judgement),
    identity: [
      ['Restored', input ? sourceWords(input) : 'not recorded'],
      ['Network', input ? networkWords(input) : 'not recorded'],
    ],
    sections: [
      restoredSection(judgement),
      integritySection(judgement),
      checksSection(judgement),
      removalSection(facts),
      simulatedSection(input),
      section('not-tested', 'What was not tested', {
        list: [
          'The application on the restored copy: no service was started on it, and no client led there.',
          'Reading at full load: a restored volume on AWS is filled from storage as blocks are first read.',
        ],
      }),
    ],
  };
}

function sourceWords({ source }: RestoreInput): string {
  if (source.kind === 'newest-backup') return 'the newest good backup';
  return source.kind === 'chosen-backup' ? `the backup of ${source.run}` : 'a point in time';
}

function networkWords({ network }: RestoreInput): string {
  if (!network) return 'none named in the plan';
  return `${network.subnetGroup}, ${network.securityGroups.join(', ')}`;
}

function headlinesOf({ rto, rpo, databases, verdicts }: RestoreJudgement): readonly string[] {
  return [
    rto ? timeWords(rto, verdicts) : 'No restored copy was verified.',
    rpo
      ? `What was committed in the ${durationWords(rpo.seconds)} before the decision may not be there; promised ${durationWords(rpo.targetSeconds)}.`
      : 'Until when it was restored is not proven.',
    ...databases.flatMap(({ id, sizeBytes, restoreSeconds, bytesPerSecond }) =>
      restoreSeconds === null || bytesPerSecond === null
        ? []
        : [
            `${id}: ${sizeWords(sizeBytes)} in ${durationWords(restoreSeconds)}, ${sizeWords(Math.round(bytesPerSecond))} a second.`,
          ],
    ),
  ];
}

/** A copy that is another one, or may be, is no verified one, however long it took. */
function timeWords(
  { seconds, targetSeconds }: NonNullable<RestoreJudgement['rto']>,
  { content, integrity }: RestoreJudgement['verdicts'],
): string {
  const took = durationWords(seconds);
  return content === 'met' && integrity === 'met'
    ? `From the decision to the verified copy it took ${took}; promised ${durationWords(targetSeconds)}.`
    : `What was restored is not proven to be what it had to be; it had been looked at ${took} after the decision.`;
}

function restoredSection({ databases, rpo }: RestoreJudgement): Section {
  if (databases.length === 0) return section('restored', 'What was restored', { notes: ['Nothing.'] });
  return section('restored', 'What was restored', {
    notes: [
      ...(rpo ? [`Recovery point: ${measuredWords(rpo)} before the decision.`] : []),
      databases.some(({ provenShare }) => provenShare !== null)
        ? 'Rows with a digest in the manifest of the backup were compared one range after the other; the others changed while the backup was taken.'
        : 'A moment has no manifest: the row before it has to be there, and the row after it must not.',
    ],
    table: {
      columns: [
        { label: 'Database' },
        { label: 'Of' },
        { label: 'Holds all until (UTC)', kind: 'instant' },
        { label: 'Rows', kind: 'number' },
        { label: 'Proven', kind: 'number' },
        { label: 'Size', kind: 'number' },
        { label: 'Until available', kind: 'number' },
        { label: 'Verdict' },
      ],
      rows: databases.map((one) => [
        cell(one.id),
        cell(one.source),
        cell(one.reachesFrom === null ? 'not proven' : instantWords(one.reachesFrom)),
        cell(String(one.rows)),
        cell(one.provenShare === null ? 'no manifest' : `${(one.provenShare * 100).toFixed(1)} %`),
        cell(sizeWords(one.sizeBytes)),
        cell(one.restoreSeconds === null ? 'never' : durationWords(one.restoreSeconds)),
        verdictCell(one.verdict),
      ]),
    },
  });
}

function integritySection({ databases }: RestoreJudgement): Section {
  const rows = databases.flatMap(({ id, checked }) => (checked ? [{ id, ...checked }] : []));
  if (rows.length === 0) return section('integrity', 'Integrity', { notes: ['Nothing was checked.'] });
  return section('integrity', 'Integrity', {
    notes: [
      'Every B-tree with each row of its table looked up in it, the pages of every table (amcheck), the rows behind every constraint and foreign key, the sequences against the columns that they feed.',
    ],
    table: {
      columns: [
        { label: 'Database' },
        { label: 'Indexes', kind: 'number' },
        { label: 'Tables', kind: 'number' },
        { label: 'Constraints', kind: 'number' },
        { label: 'Foreign keys', kind: 'number' },
        { label: 'Sequences', kind: 'number' },
      ],
      rows: rows.map(({ id, indexes, tables, constraints, foreignKeys, sequences }) =>
        [id, indexes, tables, constraints, foreignKeys, sequences].map((value) => cell(String(value))),
      ),
    },
  });
}

function checksSection({ databases }: RestoreJudgement): Section {
  const rows = databases.flatMap(({ id, checks }) => checks.map((check) => ({ id, ...check })));
  if (rows.length === 0)
    return section('checks', "The plan's own checks", { notes: ['The plan has none, or none was asked.'] });
  return section('checks', "The plan's own checks", {
    table: {
      columns: [
        { label: 'Database' },
        { label: 'Check' },
        { label: 'Expected', kind: 'number' },
        { label: 'Answered', kind: 'number' },
        { label: 'Verdict' },
      ],
      rows: rows.map(({ id, name, expected, seen, passed, error }) => [
        cell(id),
        cell(name),
        cell(expected),
        cell(error ?? seen ?? 'null'),
        verdictCell(passed ? 'met' : error === null ? 'missed' : 'inconclusive'),
      ]),
    },
  });
}

function removalSection(facts: RunFacts): Section {
  const seen = facts.outcome('RemoveRestored');
  if (!seen) return section('removal', 'Removal', { notes: ['Not recorded.'] });
  const { removed, left } = seen;
  if (removed.length + left.length === 0)
    return section('removal', 'Removal', { notes: ['Nothing of the run was there to be removed.'] });
  return section('removal', 'Removal', {
    table: {
      columns: [{ label: 'Instance' }, { label: 'Region' }, { label: 'Gone (UTC)', kind: 'instant' }],
      rows: [
        ...removed.map(({ instance, region, goneAt }) => [instance, region, instantWords(goneAt)]),
        ...left.map(({ instance, region, reason }) => [instance, region, `left: ${reason}`]),
      ].map((row) => row.map(cell)),
    },
  });
}

import { inventoryResult } from '../domain/inventory/inventory-result.ts';
import { judgeBuckets } from '../domain/judge/buckets/judge-buckets.ts';
import { judgeCanaries } from '../domain/judge/buckets/judge-canary.ts';
import { judgeInventories } from '../domain/judge/buckets/judge-inventory.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { count } from '../domain/judge/reason-words.ts';
import { inputOf, type RunFacts } from '../domain/judge/run-facts.ts';
import type { ReplicationCheckJudgement } from '../domain/run/replication-check-judgement.ts';
import type { ReplicationCheckInput } from '../domain/run/replication-check-input.ts';
import { bucketsSection, canarySection, inventorySection } from './bucket-sections.ts';
import { simulatedSection } from './honesty-sections.ts';
import { instantWords } from './instant-words.ts';
import type { ReportParts, Section } from './report-model.ts';
import { seriesSection } from './series-section.ts';
import { cell, section, verdictCell } from './section.ts';
import { sizeWords } from './size-words.ts';

const PARTS = [
  ['drill', 'Drill'],
  ['streams', 'Streams'],
  ['rpo', 'Recovery point'],
  ['content', 'Content'],
  ['buckets', 'Buckets'],
  ['canary', 'Canaries'],
  ['inventory', 'Inventory'],
  ['cleanup', 'Clean-up'],
] as const;

/** What a report of a geo-replication check says: the same on both sides or not, and what a loss would cost. */
export function replicationCheckReport(judgement: ReplicationCheckJudgement, facts: RunFacts): ReportParts {
  const input = inputOf(facts, 'replication-check');
  return {
    title: `Geo-replication check of ${judgement.plan}`,
    parts: PARTS,
    headlines: headlinesOf(judgement),
    identity: [['Rows in a range', input ? String(input.rowsPerRange) : 'not recorded']],
    sections: [
      seriesSection(judgement, facts),
      contentSection(judgement),
      differencesSection(judgement),
      streamsSection(facts),
      ...bucketSectionsOf(input, facts),
      simulatedSection(input),
      section('not-tested', 'What was not tested', {
        list: [
          'Whether the replica can be promoted: a failover drill proves that.',
          'Any other moment than this one: a check says nothing of the time between two checks.',
        ],
      }),
    ],
  };
}

function bucketSectionsOf(input: ReplicationCheckInput | null, facts: RunFacts): readonly Section[] {
  if (!input) return [];
  const { buckets, objectives, canaryTimeoutSeconds: timeoutSeconds } = input;
  const { rpoSeconds } = objectives;
  const { inventory } = facts;
  return [
    bucketsSection(judgeBuckets(buckets, facts), facts),
    canarySection(judgeCanaries(buckets, facts, { timeoutSeconds, rpoSeconds }), facts),
    inventorySection(judgeInventories(buckets, inventory, rpoSeconds), inventoryResult(inventory)),
  ];
}

function headlinesOf({ rpo, databases }: ReplicationCheckJudgement): readonly string[] {
  const diverged = databases.reduce((sum, { rows }) => sum + rows.diverged, 0);
  const equal = databases.reduce((sum, { rows }) => sum + rows.equal, 0);
  return [
    diverged > 0 ? `${count(diverged, 'row')} differ between the two sites.` : equalWords(equal),
    rpo
      ? `A loss at this moment would cost at most ${durationWords(rpo.seconds)}; promised ${durationWords(rpo.targetSeconds)}.`
      : 'What a loss would cost was not measured.',
  ];
}

function equalWords(equal: number): string {
  if (equal === 0) return 'Of no row was it shown that it is the same on both sides.';
  return `${count(equal, 'row')} proved to be the same on both sides.`;
}

function contentSection({ databases }: ReplicationCheckJudgement): Section {
  if (databases.length === 0) return section('content', 'Databases', { notes: ['None was compared.'] });
  return section('content', 'Databases', {
    notes: [
      'The comparison is exact for the point in time that it names. Rows that kept changing while it ran are not counted as the same.',
    ],
    table: {
      columns: [
        { label: 'Database' },
        { label: 'Point (UTC)', kind: 'instant' },
        { label: 'WAL position' },
        { label: 'Rows', kind: 'number' },
        { label: 'The same', kind: 'number' },
        { label: 'Differ', kind: 'number' },
        { label: 'Loss at most', kind: 'number' },
        { label: 'Verdict' },
      ],
      rows: databases.map(({ id, comparedAt, comparedLsn, rows, rpoSeconds, verdict }) => [
        cell(id),
        cell(comparedAt === null ? 'none' : instantWords(comparedAt)),
        cell(comparedLsn ?? 'none'),
        cell(String(rows.total)),
        cell(String(rows.equal)),
        cell(String(rows.diverged)),
        cell(rpoSeconds === null ? 'not known' : durationWords(rpoSeconds)),
        verdictCell(verdict),
      ]),
    },
  });
}

function differencesSection({ databases }: ReplicationCheckJudgement): Section {
  const rows = databases.flatMap(({ id, diverged }) =>
    diverged.map(({ table, row, difference }) => [id, table, row, difference]),
  );
  if (rows.length === 0) {
    const isCompared = databases.some(({ rows: { total } }) => total > 0);
    const note = isCompared ? 'None was found in what was compared.' : 'No rows were compared.';
    return section('differences', 'Differences', { notes: [note] });
  }
  return section('differences', 'Differences', {
    notes: ['The first of them, by primary key.'],
    table: {
      columns: [{ label: 'Database' }, { label: 'Table' }, { label: 'Row' }, { label: 'What differs' }],
      rows: rows.map((row) => row.map(cell)),
    },
  });
}

function streamsSection(facts: RunFacts): Section {
  const databases = facts.outcome('MeasureLag')?.databases ?? [];
  const rows = databases.flatMap(({ id, streams, slots }) => [
    ...streams.map(({ name, state, lagBytes }) => [id, `stream ${name}`, state, behind(lagBytes)]),
    ...slots.map(({ name, active, walStatus, retainedBytes }) => [
      id,
      `slot ${name}`,
      `${active ? 'in use' : 'not in use'}, ${walStatus ?? 'nothing kept'}`,
      behind(retainedBytes),
    ]),
  ]);
  if (rows.length === 0) return section('streams', 'Streams and slots', { notes: ['None was seen.'] });
  return section('streams', 'Streams and slots', {
    notes: [
      'As the primary sees them: WAL that a replica has not replayed yet, and that a slot keeps for one.',
    ],
    table: {
      columns: [
        { label: 'Database' },
        { label: 'What' },
        { label: 'State' },
        { label: 'WAL', kind: 'number' },
      ],
      rows: rows.map((row) => row.map(cell)),
    },
  });
}

function behind(bytes: string | null): string {
  return bytes === null ? 'not known' : sizeWords(Number(bytes));
}

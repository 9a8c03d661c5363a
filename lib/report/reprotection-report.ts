import { durationWords } from '../domain/judge/duration-words.ts';
import type { SwitchoverInput } from '../domain/run/switchover-input.ts';
import type { SwitchoverJudgement } from '../domain/run/switchover-judgement.ts';
import { confirmedRow } from './confirmed-row.ts';
import type { ReportParts } from './report-model.ts';
import { cell, section } from './section.ts';

const PARTS = [
  ['drill', 'Run'],
  ['rpo', 'Nothing lost meanwhile'],
  ['gap', 'Not interrupted'],
  ['data', 'Data'],
  ['protection', 'Second copy'],
  ['cleanup', 'Clean-up'],
] as const;

type Reprotected = NonNullable<SwitchoverJudgement['reprotection']>;

/** The first stage of a failback: what the old primary alone holds, and the second copy that it has become. */
export function reprotectionReport(
  judgement: SwitchoverJudgement,
  of: Reprotected,
  input: SwitchoverInput | null,
): ReportParts {
  return {
    title: of.stage === 'report' ? `Divergence of ${judgement.plan}` : `Re-protection of ${judgement.plan}`,
    parts: PARTS,
    headlines: headlinesOf(judgement, of),
    identity: [
      ...(of.stage === 'protect' ? [confirmedRow(input?.confirmation)] : []),
      ['After failover run', of.failoverRun ?? 'not named'],
      ['Serving when it was over', judgement.servingSite ?? 'not on record'],
    ],
    sections: [divergedSection(of), savedSection(of), notTested()],
  };
}

function headlinesOf({ verdicts, reasons }: SwitchoverJudgement, of: Reprotected): readonly string[] {
  const deciding = PARTS.find(([part]) => verdicts[part] === verdicts.overall);
  const rows = of.diverged.reduce((sum, one) => sum + one.rows, 0);
  return [
    ...(deciding && verdicts.overall !== 'met' ? [`${deciding[1]}: ${reasons[deciding[0]] ?? ''}.`] : []),
    rows === 0
      ? 'The old primary holds nothing that the promoted server lacks.'
      : `The old primary differs in ${rows} rows, which are saved.`,
    of.withoutSecondCopy
      ? `Without a second copy for at most ${durationWords(of.withoutSecondCopy.seconds)}.`
      : 'Since when there is a second copy was not measured.',
  ];
}

function divergedSection({ diverged }: Reprotected) {
  return section('diverged', 'Rows in which the old primary differs', {
    notes: [
      'For what it did itself after the histories parted, and not for what the promoted server has done since.',
      'Only there: the promoted server has none by its key. Changed: it has another one by that key. Deleted: the old primary had it no more. Unclear: it is not known who made the difference.',
    ],
    table: {
      columns: [
        { label: 'Database' },
        { label: 'Table' },
        ...['Rows', 'Only there', 'Changed', 'Deleted', 'Unclear'].map(
          (label) => ({ label, kind: 'number' }) as const,
        ),
      ],
      rows: diverged.map(({ database, table, rows, changed, deleted, unclear }) => [
        cell(database),
        cell(table),
        ...[rows, rows - changed - deleted, changed, deleted, unclear].map((number) => cell(String(number))),
      ]),
    },
  });
}

function savedSection({ saved }: Reprotected) {
  return section('saved', 'Where they are', {
    notes: [
      "In the divergence store of the recovery site's bucket. They are users' data, and no evidence: look at them, replay what has to be replayed, and delete them.",
    ],
    list: saved.flatMap(({ database, rows, replay }) => [
      `${database}: ${rows}`,
      ...(replay === null ? [] : [`${database}, rows that are only there, as SQL: ${replay}`]),
    ]),
  });
}

function notTested() {
  return section('not-tested', 'What was not looked at', {
    list: [
      'Large objects, sequences, roles, and what is not written to the log: unlogged and temporary tables.',
      'A row that the old primary deleted and that the promoted server has changed since: it looks like a new one.',
    ],
  });
}

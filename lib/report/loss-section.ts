import { durationWords } from '../domain/judge/duration-words.ts';
import { count } from '../domain/judge/reason-words.ts';
import type { FailoverJudgement } from '../domain/run/failover-judgement.ts';
import type { Cell, Column, Section } from './report-model.ts';
import { sizeWords } from './size-words.ts';
import { cell, section } from './section.ts';

type Database = FailoverJudgement['databases'][number];
type Rpo = NonNullable<FailoverJudgement['rpo']>;

/** What replication lag claimed at pre-flight, what the loss means for the application, and what its own table says. */
export function lossSection({ rpo, databases }: FailoverJudgement): Section {
  if (!rpo) return section('loss', 'What the loss means', { notes: ['Nothing was measured.'] });
  return section('loss', 'What the loss means', {
    list: databases.flatMap((database) => [
      ...claimWords(database),
      ...riskWords(database),
      ...ledgerWords(database),
    ]),
  });
}

function claimWords({ id, claimedLagSeconds: claimed, claimTooLow: wrong, ...database }: Database) {
  if (claimed === null || !wrong) return [];
  const { rpoLowSeconds: low, rpoSeconds: high } = database;
  const measured = `${durationWords(low ?? 0)} to ${durationWords(high ?? 0)}`;
  const said = `${id}: replication lag claimed ${durationWords(claimed)} at pre-flight; lost were ${measured}.`;
  if (wrong.lowSeconds > 0) {
    const by = `${durationWords(wrong.lowSeconds)} to ${durationWords(wrong.highSeconds)}`;
    return [`${said} The claim was wrong by ${by}: a replica does not know what has not reached it.`];
  }
  return wrong.highSeconds < 0
    ? [`${said} The claim was too high by at least ${durationWords(-wrong.highSeconds)}.`]
    : [`${said} The measurement does not contradict the claim, and does not prove it.`];
}

function riskWords({ id, transactionsAtRisk: risk }: Database): readonly string[] {
  if (!risk) return [`${id}: how many transactions are at risk is not known.`];
  const { low, estimate, high, perSecond, walBytesPerSecond } = risk;
  const many = `about ${estimate < 10 ? Number(estimate.toFixed(1)) : Math.round(estimate)}`;
  return [
    `${id}: transactions of the application at risk: ${many}, between ${low} and ${high}. Before, it committed ${Number(perSecond.toFixed(1))} writing transactions a second; ${sizeWords(walBytesPerSecond)} of WAL a second with the heartbeats.`,
  ];
}

function ledgerWords({ id, ledger }: Database): readonly string[] {
  if (!ledger) return [];
  const { table, seen, lost, holes, rpoLowSeconds: low, rpoHighSeconds: high, verdict } = ledger;
  const loss =
    low === null || high === null
      ? 'how much was lost is not known'
      : `the loss is ${durationWords(low)} to ${durationWords(high)}`;
  const hole = holes > 0 ? `, ${holes} of them although later ones are there` : '';
  return [
    `${id}: of ${count(seen, 'row')} of ${table} that were seen committed, ${lost} are lost${hole}; ${loss}: ${verdict}.`,
  ];
}

const MEANINGS = [
  ['acknowledged', 'Acknowledged', 'the server confirmed the commit'],
  ['lost', 'Lost', 'acknowledged, and not in the recovered database'],
  ['inDoubt', 'In doubt', 'sent, and never answered: neither kept nor lost'],
  ['inDoubtSurvived', 'In doubt, survived', 'in doubt, and in the recovered database'],
  ['holes', 'Holes', 'lost although a later one survived'],
  ['phantoms', 'Phantoms', 'in the recovered database, and never sent'],
  ['splitBrain', 'Split brain', "acknowledged elsewhere after the new primary's first write"],
] as const satisfies readonly (readonly [keyof Rpo['heartbeats'], string, string])[];

/** What became of the heartbeats of each database, which is what the loss is counted in. */
export function heartbeatsSection({ rpo, databases }: FailoverJudgement): Section {
  if (!rpo) return section('heartbeats', 'Heartbeats', { notes: ['Nothing was measured.'] });
  const several = databases.length > 1;
  return section('heartbeats', 'Heartbeats', {
    table: {
      columns: [
        { label: 'Heartbeats' },
        { label: several ? 'All' : 'Number', kind: 'number' },
        ...(several ? databases.map(({ id }): Column => ({ label: id, kind: 'number' })) : []),
        { label: 'Meaning' },
      ],
      rows: MEANINGS.map(([name, label, meaning]): readonly Cell[] => [
        cell(label),
        cell(String(rpo.heartbeats[name])),
        ...(several ? databases.map(({ heartbeats }) => cell(String(heartbeats[name]))) : []),
        cell(meaning),
      ]),
    },
  });
}

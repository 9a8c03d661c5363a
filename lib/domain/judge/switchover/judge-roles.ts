import type { RunFacts } from '../run-facts.ts';
import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { judgeProbes } from '../judge-fence.ts';
import { count, firstOf } from '../reason-words.ts';
import { legWords } from './leg-words.ts';
import type { LegDatabase, MeasuredLeg, SwitchoverMeasurement, WholeDatabase } from './measure-switchover.ts';

/** Whether the data is the data: one system all the way, one writer at a time, nothing invented, nothing left behind. */
export function judgeRoles({ databases, legs }: SwitchoverMeasurement, facts: RunFacts): Finding {
  return worstOf([
    ...databases.flatMap((database) => judgeLast(database, legs)),
    ...legs.flatMap((leg) => leg.databases.flatMap((database) => judgeOnLeg(database, leg, facts))),
    ...legs.flatMap(judgeDiverged),
  ]);
}

/** Who the last primary is: the one that was proven promoted last, out of recovery, of the same system. */
function judgeLast({ id, recovered, loss }: WholeDatabase, legs: readonly MeasuredLeg[]): readonly Finding[] {
  if (!recovered) return [inconclusive(`the last primary of ${id} was never read`)];
  const { server } = recovered;
  const before = legs[0]?.facts.outcome('PreFlight')?.databases.find((database) => database.id === id);
  const promoted = legs.flatMap(({ databases }) => databases.find((one) => one.id === id)?.server ?? []);
  const expected = promoted.at(-1) ?? before?.primary?.server;
  if (server.inRecovery) return [missed(`the last primary of ${id} is in recovery`)];
  if (before && server.systemIdentifier !== before.replica.systemIdentifier)
    return [missed(`${id} is system ${server.systemIdentifier}; it was ${before.replica.systemIdentifier}`)];
  const findings = [
    ...(loss?.phantoms.length
      ? [
          missed(
            `${id} holds ${count(loss.phantoms.length, 'row')} that nobody wrote: ${firstOf(loss.phantoms)}`,
          ),
        ]
      : []),
    ...(server.server === expected
      ? []
      : [
          inconclusive(
            `${id}'s rows were read from ${server.server}; its primary was ${expected ?? 'not known'}`,
          ),
        ]),
  ];
  return findings.length > 0 ? findings : [met(`${id} is the same system on timeline ${server.timeline}`)];
}

function judgeOnLeg(database: LegDatabase, { facts: leg }: MeasuredLeg, facts: RunFacts): readonly Finding[] {
  const { id } = database;
  if (leg.enteredAt('PromoteReplica') === null) return [];
  if (!leg.outcome('PromoteReplica'))
    return [inconclusive(`it is not known whether ${id} was promoted ${legWords(leg)}`)];
  const fenced = leg.outcome('FenceOldPrimary')?.databases.find((one) => one.id === id);
  const before = leg.outcome('PreFlight')?.databases.find((one) => one.id === id)?.replica.timeline ?? null;
  const after = leg.outcome('ProvePromotion')?.databases.find((one) => one.id === id)?.timeline ?? null;
  return [
    fenced
      ? judgeProbes(id, fenced.attempts)
      : inconclusive(`it is not known whether the old primary of ${id} was fenced ${legWords(leg)}`),
    ...judgeTimeline(id, before, after),
    ...judgeSplit(database, leg.leg === 'back' ? 'back' : 'there', facts),
  ];
}

function judgeTimeline(id: string, before: number | null, after: number | null): readonly Finding[] {
  if (before === null || after === null) return [inconclusive(`the promotion of ${id} was not proven`)];
  return after > before ? [] : [missed(`${id} is on timeline ${after}; a promotion of ${before} raises it`)];
}

function judgeSplit(
  { id, splitBrain }: LegDatabase,
  leg: 'there' | 'back',
  facts: RunFacts,
): readonly Finding[] {
  const { since, writes, staleWriterWitnessed } = splitBrain;
  if (writes.length > 0)
    return [
      missed(
        `${count(writes.length, 'write')} to ${id} acknowledged by the old primary after the new one's first`,
      ),
    ];
  const missing = facts.outcome('ExportRun')?.missingLedgerSegments ?? [];
  const own = missing.filter((name) =>
    name.startsWith(leg === 'back' ? `stale/${id}_back/` : `stale/${id}/`),
  );
  if (own.length > 0) return [inconclusive(`samples of ${id}'s stale writer are missing: ${firstOf(own)}`)];
  if (since === null) return [inconclusive(`${id}'s new primary acknowledged no write`)];
  return staleWriterWitnessed
    ? []
    : [inconclusive(`${id}'s stale writer did not both write before and try after: it could show no split`)];
}

/** What only an old primary held was written past the drain: it is saved, and it is not in the system any more. */
function judgeDiverged({ facts: leg }: MeasuredLeg): readonly Finding[] {
  if (!leg.outcome('RebuildReplica')) return [];
  const looked = leg.outcome('SaveDivergedRows');
  if (!looked) return [inconclusive(`whether the old primary held more was not looked at ${legWords(leg)}`)];
  return looked.databases.flatMap(({ id, saved }) =>
    saved
      ? [missed(`${count(saved.rows, 'row')} of ${id} were on the old primary alone; saved as ${saved.key}`)]
      : [],
  );
}

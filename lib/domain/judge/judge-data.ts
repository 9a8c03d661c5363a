import { againstObjective } from '../measurement/against-objective.ts';
import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import type { RecoveredServer } from '../ledger/recovered-row.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import { type Finding, inconclusive, met, missed, worstOf } from './finding.ts';
import { judgeFence } from './judge-fence.ts';
import { judgeTableRows } from './judge-table.ts';
import { type MeasuredGroup, recoveryServer, type RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';
import { againstInWords, count, firstOf } from './reason-words.ts';

/** Whether the recovered data is the data: the same system, nothing forked, nothing missing inside, nothing invented. */
export function judgeData(input: FailoverInput, run: RunMeasurement, facts: RunFacts): Finding {
  return worstOf([
    ...run.databases.flatMap((database) => judgeDatabase(database, input, facts)),
    ...run.groups.map(judgeGroup),
    ...judgeJobs(facts),
  ]);
}

function judgeDatabase(
  database: DatabaseMeasurement,
  input: FailoverInput,
  facts: RunFacts,
): readonly Finding[] {
  const { id, recovered } = database;
  if (!recovered) return [inconclusive(`the promoted server of ${id} was never read`)];
  return [
    judgeIdentity(id, recovered.server, facts),
    ...judgeRows(database),
    ...judgeTableRows(database),
    ...judgeSplitBrain(database, facts),
    ...judgeFence(id, input, facts),
  ];
}

function judgeIdentity(id: string, server: RecoveredServer, facts: RunFacts): Finding {
  const before = facts.outcome('PreFlight')?.databases.find((database) => database.id === id)?.replica;
  if (!before) return inconclusive(`what ${id}'s replica was before the promotion is not on record`);
  if (server.systemIdentifier !== before.systemIdentifier) {
    return missed(`${id} is system ${server.systemIdentifier}; its replica was ${before.systemIdentifier}`);
  }
  if (server.inRecovery) return missed(`${id} is still in recovery: it was not promoted`);
  if (!before.inRecovery && server.timeline === before.timeline) {
    return inconclusive(
      `${id} was promoted before this run looked at it: that it was a copy until then nobody has seen`,
    );
  }
  if (server.timeline <= before.timeline) {
    return missed(
      `${id} is on timeline ${server.timeline}; a promotion of timeline ${before.timeline} raises it`,
    );
  }
  const expected = recoveryServer(id, facts);
  if (server.server !== expected) {
    return inconclusive(`${id}'s rows were read from ${server.server}; promoted was ${expected}`);
  }
  return met(`${id} is the same system on timeline ${server.timeline} (was ${before.timeline})`);
}

function judgeRows({ id, loss, gaps }: DatabaseMeasurement): readonly Finding[] {
  if (!loss) return [];
  const holes = loss.holes.map(({ segment, seq }) => `${segment}/${seq}`);
  return [
    ...(holes.length
      ? [
          missed(
            `${id} lost ${count(holes.length, 'heartbeat')} although later ones are there: ${firstOf(holes)}`,
          ),
        ]
      : []),
    ...(loss.phantoms.length
      ? [
          missed(
            `${id} holds ${count(loss.phantoms.length, 'row')} that nobody wrote: ${firstOf(loss.phantoms)}`,
          ),
        ]
      : []),
    ...(gaps.length ? [inconclusive(`the ledger of ${id} has gaps: ${firstOf(gaps)}`)] : []),
  ];
}

function judgeSplitBrain({ id, splitBrain }: DatabaseMeasurement, facts: RunFacts): readonly Finding[] {
  const { since, writes, staleWriterWitnessed } = splitBrain;
  const missing = facts
    .outcome('ExportRun')
    ?.missingLedgerSegments.filter((name) => name.startsWith(`stale/${id}/`));
  if (writes.length > 0) {
    return [
      missed(
        `${count(writes.length, 'write')} to ${id} acknowledged elsewhere after the new primary's first`,
      ),
    ];
  }
  if (missing?.length)
    return [inconclusive(`samples of ${id}'s stale writer are missing: ${firstOf(missing)}`)];
  if (since === null) return [inconclusive(`${id}'s new primary acknowledged no write`)];
  if (staleWriterWitnessed) return [];
  return [
    inconclusive(`${id}'s stale writer did not both write before and try after: it could show no split`),
  ];
}

export function judgeGroup({ name, maxSkewSeconds, skew }: MeasuredGroup): Finding {
  if (!skew) return inconclusive(`a recovery point of consistency group ${name} is not known`);
  const verdict = againstObjective(skew, maxSkewSeconds);
  return {
    verdict,
    reason: `the recovery points of group ${name} differ by ${againstInWords(skew, maxSkewSeconds)}`,
  };
}

function judgeJobs(facts: RunFacts): readonly Finding[] {
  const running = facts.outcome('StopBackgroundJobs')?.jobs.filter(({ stopped }) => !stopped) ?? [];
  return running.map(({ name }) =>
    inconclusive(`background job ${name} was not stopped before the promotion`),
  );
}

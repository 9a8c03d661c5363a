import { type ContentResult, contentResult } from '../../content/content-result.ts';
import { toSeconds } from '../../measurement/interval.ts';
import { lagInterval, type MeasuredLag } from '../../measurement/lag-interval.ts';
import type { ReplicationCheckInput } from '../../run/replication-check-input.ts';
import type { ReplicationCheckJudgement } from '../../run/replication-check-judgement.ts';
import { worstOf } from '../finding.ts';
import type { RunFacts } from '../run-facts.ts';
import { judgeComparison } from './judge-comparison.ts';
import { judgeLag } from './judge-lag.ts';
import { judgeStreams } from './judge-streams.ts';

const DIFFERENCES = {
  missing: 'missing on the replica',
  extra: 'on the replica only',
  different: 'different on the replica',
} as const;

/** The lag of a database as the samples show it; null when none was taken. */
export function lagOf(id: string, facts: RunFacts): MeasuredLag | null {
  const seen = facts.outcome('MeasureLag')?.databases.find((database) => database.id === id);
  return seen ? lagInterval(seen.samples) : null;
}

/** The worst lag of all databases, against the plan's objective; null when one of them is not known. */
export function worstLag(
  { databases, objectives }: ReplicationCheckInput,
  facts: RunFacts,
): ReplicationCheckJudgement['rpo'] {
  const lags = databases.flatMap(({ id }) => lagOf(id, facts)?.lag ?? []);
  if (lags.length < databases.length) return null;
  const high = toSeconds(Math.max(...lags.map((lag) => lag.high)));
  const low = toSeconds(Math.max(...lags.map((lag) => lag.low)));
  return { seconds: high, lowSeconds: low, highSeconds: high, targetSeconds: objectives.rpoSeconds };
}

/** Each database, compared and measured. */
export function comparedDatabases(
  input: ReplicationCheckInput,
  facts: RunFacts,
): ReplicationCheckJudgement['databases'] {
  return input.databases.map(({ id }) => {
    const lines = facts.content.filter(({ database }) => database === id);
    const result = contentResult(lines);
    const lag = lagOf(id, facts);
    const point = lines.find(({ line }) => line === 'point');
    const { total, equal, diverged } = result.rows;
    return {
      id,
      rpoSeconds: lag?.lag ? toSeconds(lag.lag.high) : null,
      rpoLowSeconds: lag ? toSeconds(lag.atLeast) : null,
      samples: facts.outcome('MeasureLag')?.databases.find((one) => one.id === id)?.samples.length ?? 0,
      comparedAt: point?.line === 'point' ? point.at : null,
      comparedLsn: point?.line === 'point' ? point.lsn : null,
      rows: { total, equal, diverged },
      shareCompared: lines.length === 0 ? 0 : result.shareCompared,
      diverged: namedRows(result),
      verdict: worstOf([
        judgeStreams(id, facts),
        judgeLag(id, lag, input.objectives.rpoSeconds),
        judgeComparison(id, result),
      ]).verdict,
    };
  });
}

function namedRows({ diverged }: ContentResult) {
  return diverged.map(({ table, key, ctid, kind }) => ({
    table,
    row: key ?? `at ${ctid}, without a key`,
    difference: DIFFERENCES[kind],
  }));
}

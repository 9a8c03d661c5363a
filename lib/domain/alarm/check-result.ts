import { formatInstant, type Instant, parseInstant } from '../instant.ts';
import type { RunFacts } from '../judge/run-facts.ts';
import type { ReplicationCheckInput } from '../run/replication-check-input.ts';
import type { ReplicationCheckJudgement } from '../run/replication-check-judgement.ts';
import { SCHEMA_VERSION } from '../stored.ts';
import type { CheckedRpo } from './checked-rpo.ts';

export interface EndedCheck {
  readonly run: Pick<ReplicationCheckInput, 'run' | 'scope' | 'plan' | 'objectives'>;
  /** Null when none came about: then the check has proven nothing, and stands in the series as such. */
  readonly judgement: Pick<ReplicationCheckJudgement, 'rpo' | 'databases' | 'verdicts' | 'reasons'> | null;
  readonly facts: RunFacts;
  readonly at: Instant;
}

/** What a check that has ended adds to its plan's series. */
export function checkResult({ run, judgement, facts, at }: EndedCheck): CheckedRpo {
  const rpo = judgement?.rpo ?? null;
  return {
    schemaVersion: SCHEMA_VERSION,
    plan: run.plan.name,
    run: run.run,
    scope: run.scope,
    at: formatInstant(at),
    measuredAt: measuredAt(facts),
    objectiveSeconds: run.objectives.rpoSeconds,
    rpo: rpo && { lowSeconds: rpo.lowSeconds, highSeconds: rpo.highSeconds },
    databases: (judgement?.databases ?? []).map(({ id, rpoLowSeconds, rpoSeconds }) => {
      return { id, lowSeconds: rpoLowSeconds, highSeconds: rpoSeconds };
    }),
    verdict: judgement?.verdicts.rpo ?? 'inconclusive',
    reason: judgement?.reasons['rpo'] ?? 'the check was not judged',
  };
}

/** When the record was closed, or else last written to: the same whenever it is asked. Null without a record. */
export function endOfRecord({ entries }: RunFacts): Instant | null {
  const last = entries.findLast(({ kind }) => kind === 'seal') ?? entries.at(-1);
  return last ? parseInstant(last.at) : null;
}

function measuredAt({ entries }: RunFacts): string | null {
  return entries.findLast((entry) => entry.kind === 'outcome' && entry.state === 'MeasureLag')?.at ?? null;
}

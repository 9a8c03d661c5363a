import { type Instant, parseInstant } from '../instant.ts';
import type { CheckedRpo } from './checked-rpo.ts';
import { type CheckSchedule, firstAbsence } from './due-checks.ts';

/** What an alarm is told: a check's result, or that one was due and left none. */
export type Observation =
  | { readonly what: 'result'; readonly at: Instant; readonly check: CheckedRpo }
  | { readonly what: 'absence'; readonly at: Instant; readonly dueAt: Instant };

export interface SeriesSoFar {
  readonly checks: readonly CheckedRpo[];
  /** Null: checks run when somebody starts them, and none is ever due. */
  readonly schedule: CheckSchedule | null;
  /** From when on checks are asked about that were due before the first result; otherwise they are not. */
  readonly since?: Instant;
  /** The present. What came later is not known yet. */
  readonly until: Instant;
}

/** Results in the order of their ends, and the first absence in each gap between them, up to the present. */
export function observations({ checks, schedule, since, until }: SeriesSoFar): readonly Observation[] {
  const results = checks
    .map((check): Observation => ({ what: 'result', at: parseInstant(check.at), check }))
    .filter(({ at }) => at <= until)
    .toSorted((a, b) => a.at - b.at);
  if (!schedule) return results;
  const ends = results.map(({ at }) => at);
  const [first = until] = ends;
  if (since !== undefined && since < first) ends.unshift(since);
  const absences = ends.flatMap((after, index): readonly Observation[] => {
    const absence = firstAbsence(schedule, { after, through: ends[index + 1] ?? until });
    return absence ? [{ what: 'absence', at: absence.noticedAt, dueAt: absence.dueAt }] : [];
  });
  // At one instant the absence comes first: the check that is due then belongs to the time after it.
  return [...absences, ...results].toSorted((a, b) => a.at - b.at);
}

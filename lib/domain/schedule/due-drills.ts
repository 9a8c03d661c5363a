import type { DateTime } from 'luxon';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { type DrillKind, drillSchedule, type ScheduledDrill } from './drill-schedule.ts';
import type { Span } from './due-times.ts';

/** A drill of a kind that was begun, whatever came of it. */
export interface BegunDrill {
  readonly kind: DrillKind;
  readonly at: DateTime;
}

/** A drill that is to run at `at`: when it is due, or when it was moved to. */
export interface DueDrill {
  readonly kind: DrillKind;
  readonly at: DateTime;
}

export interface DueDrills {
  /** In the order of their times, one of a kind. */
  readonly toRun: readonly DueDrill[];
  /** Due within the span, never begun, and overtaken by the next of their kind. */
  readonly missed: readonly DueDrill[];
}

/**
 * What is due by the end of a span, and what was due in it and did not run. A drill has run when one of its kind was
 * begun between its time and the next of its kind; of several that are open only the last is run, the others are lost.
 * @throws TooManyTimes when something comes more than 10,000 times.
 */
export function dueDrills(plan: RecoveryPlan, span: Span, begun: readonly BegunDrill[]): DueDrills {
  const due = drillSchedule(plan, span).drills.flatMap((drill) => startIn(drill, span));
  const toRun: DueDrill[] = [];
  const missed: DueDrill[] = [];
  for (const [index, drill] of due.entries()) {
    const next = due.slice(index + 1).find(({ kind }) => kind === drill.kind);
    const until = next?.at ?? span.to;
    const hasRun = begun.some(({ kind, at }) => kind === drill.kind && at >= drill.at && at < until);
    if (!hasRun) (next ? missed : toRun).push(drill);
  }
  return { toRun, missed };
}

/** A time that was closed to drills, or that clocks skip, is none at which one could have run. */
function startIn({ kind, span: own }: ScheduledDrill, { from, to }: Span): readonly DueDrill[] {
  return own && own.from > from && own.from <= to ? [{ kind, at: own.from }] : [];
}

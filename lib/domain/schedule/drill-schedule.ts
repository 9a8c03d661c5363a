import type { DateTime } from 'luxon';
import { DRILL_KINDS } from '../plan/drill-findings.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { type ClosedWindow, closedWindows, overlaps } from './closed-windows.ts';
import { type DueTime, dueTimes, type Span } from './due-times.ts';

export type DrillKind = (typeof DRILL_KINDS)[number];

/**
 * What becomes of a drill that is due. runs: at that time. moved: to the end of what is closed. refused: it falls into
 * what is closed. skipped: clocks skip its time.
 */
export interface ScheduledDrill {
  readonly kind: DrillKind;
  readonly due: DueTime;
  readonly fate: 'runs' | 'moved' | 'refused' | 'skipped';
  /** Null when it does not run. `to` is the plan's guess. */
  readonly span: Span | null;
  /** Why it does not run when it is due. */
  readonly closed: readonly ClosedWindow[];
  /** Kinds of drills that would still be under way, or begin, while this one runs. */
  readonly collidesWith: readonly DrillKind[];
}

export interface DrillSchedule {
  readonly drills: readonly ScheduledDrill[];
  readonly closed: readonly ClosedWindow[];
}

/**
 * Not to run these is the greater danger: they guard the data and the way out, change nothing that production uses, and
 * run in blackouts and beside other drills.
 */
const GUARDS: ReadonlySet<DrillKind> = new Set(['backup', 'replication-check', 'preflight']);

/** A blackout that begins as another ends moves a drill on, but not for ever. */
const LONGEST_MOVE = { days: 31 };

/** What is closed is looked up so far around the span: a drill may be moved, and then last. */
const HORIZON = { days: 62 };

/**
 * What runs when, within a span of the plan's time zone: every drill that is due in it, or runs in it, in the order of
 * their times.
 * @throws TooManyTimes when something comes more than 10,000 times.
 */
export function drillSchedule(plan: RecoveryPlan, span: Span): DrillSchedule {
  const closed = closedWindows(plan, { from: span.from.minus(HORIZON), to: span.to.plus(HORIZON) });
  const drills = DRILL_KINDS.flatMap((kind) => dueDrills(plan, kind, { span, closed }));
  return {
    drills: withCollisions(drills)
      .filter((one) => one.due.at >= span.from || (one.span !== null && overlaps(one.span, span)))
      .toSorted(byTime),
    closed: closed.filter((window) => overlaps(window, span)),
  };
}

type Due = Omit<ScheduledDrill, 'collidesWith'>;

interface Frame {
  readonly span: Span;
  readonly closed: readonly ClosedWindow[];
}

function dueDrills(plan: RecoveryPlan, kind: DrillKind, frame: Frame): readonly Due[] {
  const { schedule, lasts } = plan.drills[kind];
  if (schedule === undefined) return [];
  // What was due before the span may still be under way in it, or have been moved into it.
  const isMoved = plan.calendar.insideBlackout === 'move' && !GUARDS.has(kind);
  const from = frame.span.from.minus({ seconds: lasts.seconds }).minus(isMoved ? LONGEST_MOVE : {});
  return dueTimes(schedule, { from, to: frame.span.to }).map((due) =>
    fateOf(plan, { kind, due }, frame.closed),
  );
}

function fateOf(
  plan: RecoveryPlan,
  { kind, due }: Pick<Due, 'kind' | 'due'>,
  windows: readonly ClosedWindow[],
): Due {
  if (due.isSkipped) return { kind, due, fate: 'skipped', span: null, closed: [] };
  const seconds = plan.drills[kind].lasts.seconds;
  const span = { from: due.at, to: due.at.plus({ seconds }) };
  const closed = GUARDS.has(kind) ? [] : windows.filter((window) => overlaps(window, span));
  if (closed.length === 0) return { kind, due, fate: 'runs', span, closed };
  const moved = plan.calendar.insideBlackout === 'move' ? firstOpen(span, windows) : null;
  return moved
    ? { kind, due, fate: 'moved', span: moved, closed }
    : { kind, due, fate: 'refused', span: null, closed };
}

/** The first time after a span's start at which all of it lies outside what is closed. */
function firstOpen({ from, to }: Span, windows: readonly ClosedWindow[]): Span | null {
  const seconds = to.diff(from, 'seconds').seconds;
  const latest = from.plus(LONGEST_MOVE);
  let start: DateTime = from;
  while (start <= latest) {
    const span = { from: start, to: start.plus({ seconds }) };
    const inTheWay = windows.filter((window) => overlaps(window, span));
    if (inTheWay.length === 0) return span;
    start = inTheWay.reduce((end, window) => (window.to > end ? window.to : end), start);
  }
  return null;
}

/** In the order of their starts each is held against those that had begun and not ended. */
function withCollisions(drills: readonly Due[]): readonly ScheduledDrill[] {
  const kinds = new Map<Due, Set<DrillKind>>(drills.map((drill) => [drill, new Set()]));
  const starts = drills.filter(({ kind, span }) => span && !GUARDS.has(kind)).toSorted(byTime);
  let underWay: readonly Due[] = [];
  for (const drill of starts) {
    underWay = underWay.filter(({ span }) => span && drill.span && overlaps(span, drill.span));
    for (const other of underWay.filter(({ kind }) => kind !== drill.kind)) {
      kinds.get(drill)?.add(other.kind);
      kinds.get(other)?.add(drill.kind);
    }
    underWay = [...underWay, drill];
  }
  return drills.map((drill) => ({ ...drill, collidesWith: [...(kinds.get(drill) ?? [])] }));
}

function byTime(a: Due, b: Due): number {
  return timeOf(a) - timeOf(b) || a.kind.localeCompare(b.kind);
}

function timeOf({ span, due }: Due): number {
  return (span?.from ?? due.at).toMillis();
}

import { DateTime } from 'luxon';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { type Span, TooManyTimes } from '../domain/schedule/due-times.ts';
import { type DrillSchedule, drillSchedule, type ScheduledDrill } from '../domain/schedule/drill-schedule.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import type { PlanCommand } from './plan-check.ts';
import { scheduleCalendar } from './schedule-calendar.ts';
import { scheduleText } from './schedule-text.ts';
import { timeOf } from './time-option.ts';
import { UsageError } from './usage-error.ts';

export type ScheduleFormat = 'text' | 'all' | 'json' | 'ics';

export interface ScheduleCommand {
  readonly file: string;
  /** ISO 8601, in the plan's time zone unless it says another. Default: now, and 31 days later. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly format: ScheduleFormat;
  readonly stdout: PlanCommand['stdout'];
  /** ISO 8601. */
  readonly now: string;
}

/** A plan, when it is asked about, and what is due in that time. */
export interface PlannedSchedule {
  readonly plan: RecoveryPlan;
  readonly span: Span;
  readonly schedule: DrillSchedule;
}

const DAYS = 31;

/**
 * `muster schedule`: what a plan's drills run when, what is closed to them, and where they collide.
 * @throws UsageError for a plan or a time that cannot be used, or more times than anybody reads.
 */
export async function schedule({ file, from, to, format, stdout, now }: ScheduleCommand): Promise<number> {
  const { plan } = await loadPlan(file);
  const span = spanOf({ from, to, now }, plan.timeZone);
  const planned = { plan, span, schedule: scheduleIn(plan, span) };
  stdout.write(RENDERINGS[format](planned, now));
  return EXIT.met;
}

const RENDERINGS: Readonly<Record<ScheduleFormat, (planned: PlannedSchedule, now: string) => string>> = {
  text: (planned) => scheduleText(planned, { folded: true }),
  all: (planned) => scheduleText(planned, { folded: false }),
  json: (planned) => `${JSON.stringify(asJson(planned), null, 2)}\n`,
  ics: scheduleCalendar,
};

function spanOf({ from, to, now }: Pick<ScheduleCommand, 'from' | 'to' | 'now'>, zone: string): Span {
  const start =
    from === undefined ? DateTime.fromISO(now, { zone }).startOf('minute') : timeOf('--from', from, zone);
  const end = to === undefined ? start.plus({ days: DAYS }) : timeOf('--to', to, zone);
  if (end > start) return { from: start, to: end };
  throw new UsageError(
    `--to ${end.toISO() ?? ''} is not after --from ${start.toISO() ?? ''}; name a later one`,
  );
}

function scheduleIn(plan: RecoveryPlan, span: Span): DrillSchedule {
  try {
    return drillSchedule(plan, span);
  } catch (error) {
    if (!(error instanceof TooManyTimes)) throw error;
    throw new UsageError(`${error.message}; name a shorter time with --from and --to`);
  }
}

function asJson({ plan, span, schedule: { drills, closed } }: PlannedSchedule): object {
  return {
    schemaVersion: 1,
    plan: plan.name,
    timeZone: plan.timeZone,
    from: span.from.toISO(),
    to: span.to.toISO(),
    drills: drills.map(drillAsJson),
    closed: closed.map(({ name, kind, from, to }) => ({ name, kind, from: from.toISO(), to: to.toISO() })),
  };
}

function drillAsJson({ kind, due, fate, span, closed, collidesWith }: ScheduledDrill): object {
  return {
    kind,
    due: due.local,
    fate,
    startsAt: span?.from.toISO() ?? null,
    endsAbout: span?.to.toISO() ?? null,
    closed: closed.map(({ name }) => name),
    collidesWith,
  };
}

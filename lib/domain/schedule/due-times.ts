import { Cron } from 'croner';
import { DateTime } from 'luxon';
import { cronPattern } from './cron-pattern.ts';

/** Instants in a zone; `to` is not in it. */
export interface Span {
  readonly from: DateTime;
  readonly to: DateTime;
}

export interface DueTime {
  /** As the expression says it, on the wall: `2027-03-28T02:30:00`. */
  readonly local: string;
  /** Where clocks skip that time, the one that they show instead. */
  readonly at: DateTime;
  readonly isSkipped: boolean;
}

/** More than anybody reads: a schedule of that many is a mistake, or a span of years. */
export const MOST_TIMES = 10_000;

export class TooManyTimes extends Error {
  override readonly name = 'TooManyTimes';
}

/** Every rate counts from here: the start date that the schedules get on AWS. */
const RATE_START = '2026-01-01T00:00:00Z';

/**
 * When an expression of EventBridge Scheduler is due within a span, in the span's zone and order. One rule for days on
 * which clocks are changed, that of EventBridge Scheduler: a time that clocks skip is not run at all, one that comes
 * twice is run once, the first time. A rate is elapsed time, and knows no clocks. @throws TooManyTimes above 10,000.
 */
export function dueTimes(expression: string, span: Span): readonly DueTime[] {
  const times: DueTime[] = [];
  for (const time of eachDueTime(expression, span)) {
    times.push(time);
    if (times.length > MOST_TIMES)
      throw new TooManyTimes(`${expression} comes more than ${MOST_TIMES} times in that time`);
  }
  return times;
}

/** The same one after the other, for a caller that needs the first of them only. */
export function* eachDueTime(expression: string, span: Span): Generator<DueTime> {
  const [, kind, body = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') yield* rateTimes(body, span);
  else {
    const locals = kind === 'at' ? [DateTime.fromISO(body, { zone: 'utc' })] : cronTimes(body, span);
    yield* onTheClock(locals, span);
  }
}

function* rateTimes(body: string, { from, to }: Span): Generator<DueTime> {
  const [count = '', unit = ''] = body.split(' ');
  const minutes = Number(count) * (unit.startsWith('day') ? 1_440 : unit.startsWith('hour') ? 60 : 1);
  const start = DateTime.fromISO(RATE_START);
  const passed = Math.max(0, Math.ceil(from.diff(start, 'minutes').minutes / minutes));
  for (let each = passed; ; each += 1) {
    const at = start.plus({ minutes: each * minutes }).setZone(from.zone);
    if (at >= to) return;
    yield { local: localOf(at), at, isSkipped: false };
  }
}

/** Times on the wall, as if they were UTC's: croner is not asked about zones, so that the rule above is the only one. */
function* cronTimes(body: string, { from, to }: Span): Generator<DateTime> {
  const cron = new Cron(cronPattern(body), { timezone: 'UTC' });
  let last: DateTime | null = from.setZone('utc', { keepLocalTime: true }).minus({ seconds: 1 });
  const end = to.setZone('utc', { keepLocalTime: true });
  while (last) {
    const next: DateTime | null = nextAfter(cron, last);
    if (!next || next > end) return;
    yield next;
    last = next;
  }
}

function nextAfter(cron: Cron, after: DateTime): DateTime | null {
  const next = cron.nextRun(after.toJSDate());
  return next ? DateTime.fromJSDate(next, { zone: 'utc' }) : null;
}

function* onTheClock(locals: Iterable<DateTime>, { from, to }: Span): Generator<DueTime> {
  for (const wall of locals) {
    const local = localOf(wall);
    const near = wall.setZone(from.zone, { keepLocalTime: true });
    const at = DateTime.min(near, ...near.getPossibleOffsets());
    if (at >= from && at < to) yield { local, at, isSkipped: localOf(at) !== local };
  }
}

function localOf(time: DateTime): string {
  return time.toISO({ includeOffset: false, suppressMilliseconds: true }) ?? '';
}

import { DateTime } from 'luxon';
import * as z from 'zod';
import type { Instant } from '../instant.ts';
import { eachDueTime } from '../schedule/due-times.ts';

/** When a plan's geo-replication check is due: an expression of EventBridge Scheduler, read in the plan's time zone. */
export const CheckSchedule = z.object({ expression: z.string(), timeZone: z.string() });

export type CheckSchedule = z.infer<typeof CheckSchedule>;

/** Behind `after`, up to `through` and with it. */
export interface Gap {
  readonly after: Instant;
  readonly through: Instant;
}

/** A time at which a check was due, and the next one, by which there was still no result. */
export interface Absence {
  readonly dueAt: Instant;
  readonly noticedAt: Instant;
}

/**
 * The first check that was due between two results and has left none by the time the next was due; null without one.
 * A check may run as late as that, for the rule is the one by which `drill --due` calls a drill missed.
 */
export function firstAbsence({ expression, timeZone: zone }: CheckSchedule, gap: Gap): Absence | null {
  const span = {
    from: DateTime.fromMillis(Math.floor(gap.after / 1000), { zone }),
    to: DateTime.fromMillis(Math.floor(gap.through / 1000) + 1, { zone }),
  };
  let dueAt: Instant | null = null;
  for (const { at, isSkipped } of eachDueTime(expression, span)) {
    const instant = at.toMillis() * 1000;
    if (isSkipped || instant <= gap.after || instant > gap.through) continue;
    if (dueAt !== null) return { dueAt, noticedAt: instant };
    dueAt = instant;
  }
  return null;
}

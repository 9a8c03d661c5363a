import { DateTime } from 'luxon';
import * as z from 'zod';
import { duration } from './duration.ts';
import { prose } from './names.ts';
import { scheduleExpression } from './schedule-expression.ts';

const localDateTime = z
  .string()
  .refine((text) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text) && DateTime.fromISO(text).isValid, {
    error: 'a local date and time such as 2026-12-24T18:00 (in the time zone of the plan)',
  });

const localDate = z
  .string()
  .refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid, {
    error: 'a date such as 2026-12-24',
  });

/**
 * When no drill may run, in the plan's time zone: blackouts by the clock (an on-sale, a match day), once or again and
 * again, and freezes in whole days, both days included. A real failover knows no blackout.
 */
export const Calendar = z.strictObject({
  insideBlackout: z.enum(['refuse', 'move']).default('refuse'),
  blackouts: z
    .array(z.strictObject({ name: prose.min(1), from: localDateTime, to: localDateTime }))
    .default([]),
  recurringBlackouts: z
    .array(
      z.strictObject({
        name: prose.min(1),
        starts: scheduleExpression,
        lasts: duration({ minSeconds: 60 }),
      }),
    )
    .default([]),
  freezes: z.array(z.strictObject({ name: prose.min(1), from: localDate, to: localDate })).default([]),
});

import { DateTime } from 'luxon';
import * as z from 'zod';
import { duration } from './duration.ts';
import { prose } from './names.ts';
import { withForm } from './plan-forms.ts';
import { scheduleExpression } from './schedule-expression.ts';

const localDateTime = withForm(
  z
    .string()
    .refine(
      (text) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text) && DateTime.fromISO(text).isValid,
      {
        error: 'a local date and time such as 2026-12-24T18:00 (in the time zone of the plan)',
      },
    ),
  'local date and time',
);

const localDate = withForm(
  z.string().refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid, {
    error: 'a date such as 2026-12-24',
  }),
  'date',
);

/**
 * When no drill may run, in the plan's time zone: blackouts by the clock (an on-sale, a match day), once or again and
 * again, and freezes in whole days, both days included. A real failover knows no blackout.
 */
export const Calendar = z.strictObject({
  insideBlackout: z
    .enum(['refuse', 'move'])
    .default('refuse')
    .describe('What becomes of a scheduled drill that falls inside.'),
  blackouts: z
    .array(
      z.strictObject({
        name: prose.min(1).describe('Why.'),
        from: localDateTime.describe('Start, such as 2027-02-12T08:00.'),
        to: localDateTime.describe('End, after the start.'),
      }),
    )
    .default([])
    .describe('Blackouts that come once.'),
  recurringBlackouts: z
    .array(
      z.strictObject({
        name: prose.min(1).describe('Why.'),
        starts: scheduleExpression.describe('When one starts.'),
        lasts: duration({ minSeconds: 60 }).describe('How long it lasts.'),
      }),
    )
    .default([])
    .describe('Blackouts that come again and again.'),
  freezes: z
    .array(
      z.strictObject({
        name: prose.min(1).describe('Why.'),
        from: localDate.describe('First day.'),
        to: localDate.describe('Last day, included.'),
      }),
    )
    .default([])
    .describe('Whole days without drills.'),
});

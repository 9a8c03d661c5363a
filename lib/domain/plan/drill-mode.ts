import * as z from 'zod';
import { duration } from './duration.ts';
import { nameOf } from './names.ts';
import { scheduleExpression } from './schedule-expression.ts';

/**
 * What every kind of drill has; `lasts` is its default for about how long it takes.
 *
 * isolated: nothing that production uses is changed. live: it is, and `confirmLive` repeats the plan's name, so that
 * a copied line alone never makes a drill live. Without a schedule a drill runs when somebody starts it.
 */
export const drillMode = (lasts: string) => ({
  mode: z.enum(['isolated', 'live']).default('isolated').describe('live: what production uses is changed.'),
  confirmLive: nameOf('name of the plan')
    .optional()
    .describe("Has to repeat the plan's name when the mode is live."),
  schedule: scheduleExpression.optional().describe('When it runs by itself. None: when somebody starts it.'),
  lasts: duration({ minSeconds: 1 })
    .prefault(lasts)
    .describe(
      'About how long it takes: drills whose times overlap collide, and none may last into a blackout.',
    ),
});

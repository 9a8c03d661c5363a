import * as z from 'zod';
import { nameOf } from './names.ts';
import { scheduleExpression } from './schedule-expression.ts';

/**
 * isolated: nothing that production uses is changed. live: it is, and `confirmLive` repeats the plan's name, so that
 * a copied line alone never makes a drill live. Without a schedule a drill runs when somebody starts it.
 */
export const drillMode = {
  mode: z.enum(['isolated', 'live']).default('isolated').describe('live: what production uses is changed.'),
  confirmLive: nameOf('name of the plan')
    .optional()
    .describe("Has to repeat the plan's name when the mode is live."),
  schedule: scheduleExpression.optional().describe('When it runs by itself. None: when somebody starts it.'),
} as const;

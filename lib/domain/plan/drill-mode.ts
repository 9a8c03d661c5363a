import * as z from 'zod';
import { planName } from './names.ts';
import { scheduleExpression } from './schedule-expression.ts';

/**
 * isolated: nothing that production uses is changed. live: it is, and `confirmLive` repeats the plan's name, so that
 * a copied line alone never makes a drill live. Without a schedule a drill runs when somebody starts it.
 */
export const drillMode = {
  mode: z.enum(['isolated', 'live']).default('isolated'),
  confirmLive: planName.optional(),
  schedule: scheduleExpression.optional(),
} as const;

import * as z from 'zod';
import { nameOf } from './names.ts';

/**
 * Of drills that may change what production uses. isolated: they do not. live: they do, and `confirmLive` repeats the
 * plan's name, so that a copied line alone never makes a drill live.
 */
export const drillMode = {
  mode: z.enum(['isolated', 'live']).default('isolated').describe('live: what production uses is changed.'),
  confirmLive: nameOf('name of the plan')
    .optional()
    .describe("Has to repeat the plan's name when the mode is live."),
};

import * as z from 'zod';
import { drillMode } from './drill-mode.ts';
import { drillTimes } from './drill-times.ts';
import { duration } from './duration.ts';

/** Planned: writers drain, the replica catches up, roles change, and change back after the hold. */
export const SwitchoverDrill = z.strictObject({
  ...drillMode,
  ...drillTimes('PT30M'),
  drainDeadline: duration({ minSeconds: 0.1 })
    .prefault('PT30S')
    .describe('How long writers may take to stop.'),
  catchUpDeadline: duration({ minSeconds: 0.1 })
    .prefault('PT5M')
    .describe('How long the replica may take to have everything.'),
  hold: duration({ whole: true })
    .prefault('PT15M')
    .describe('How long the other site serves before the failback.'),
  failback: z.boolean().default(true).describe('True: roles change back after the hold.'),
});

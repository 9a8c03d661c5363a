import * as z from 'zod';
import { drillMode } from './drill-mode.ts';
import { duration } from './duration.ts';

/** Planned: writers drain, the replica catches up, roles change, and change back after the hold. */
export const SwitchoverDrill = z.strictObject({
  ...drillMode,
  drainDeadline: duration({ minSeconds: 0.1 }).prefault('PT30S'),
  catchUpDeadline: duration({ minSeconds: 0.1 }).prefault('PT5M'),
  hold: duration({ whole: true }).prefault('PT15M'),
  failback: z.boolean().default(true),
});

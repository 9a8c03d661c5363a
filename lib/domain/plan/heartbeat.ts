import * as z from 'zod';
import { duration } from './duration.ts';

/** The writer whose acknowledgements are the measure. A segment is one Lambda call, which AWS ends at 15 minutes. */
export const Heartbeat = z.strictObject({
  interval: duration({ minSeconds: 0.001, maxSeconds: 60 })
    .prefault('PT0.02S')
    .describe('Time between two heartbeats; the error of every measure comes from it.'),
  goodToRecover: z
    .int()
    .min(1)
    .max(1_000)
    .default(3)
    .describe('Good heartbeats in a row at the recovery site that count as recovered.'),
  segment: duration({ minSeconds: 1, maxSeconds: 600 })
    .prefault('PT10M')
    .describe('Length of one Lambda call of the writer.'),
});

/** An attempt that took longer has an unknown end, and a second connection opens (DESIGN: clocks and formulas). */
export function attemptTimeoutSeconds(intervalSeconds: number): number {
  return Math.max(5 * intervalSeconds, 0.05);
}

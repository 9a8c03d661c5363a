import * as z from 'zod';
import { duration } from './duration.ts';

/**
 * s3-switch: an object in the recovery region's bucket that Route 53's health checks read, so that a switch needs
 * data planes only. The three numbers are those of the real health check and record.
 */
export const Traffic = z.strictObject({
  kind: z
    .literal('s3-switch')
    .default('s3-switch')
    .describe(
      "An object in the recovery site's bucket that health checks read: a switch needs data planes only.",
    ),
  checkInterval: duration({ minSeconds: 10, maxSeconds: 30 })
    .prefault('PT10S')
    .describe('Interval of the health check.'),
  failureThreshold: z.int().min(1).max(10).default(3).describe('Checks in a row until it turns.'),
  ttl: duration({ whole: true }).prefault('PT60S').describe('Time that clients keep the old address.'),
});

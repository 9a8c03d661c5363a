import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

/** One line of health.ndjson: one health check of one service, made from outside. */
export const HealthSample = z.object({
  schemaVersion,
  service: z.string(),
  sent: instantText,
  answered: instantText,
  healthy: z.boolean(),
  detail: z.string(),
});

export type HealthSample = z.infer<typeof HealthSample>;

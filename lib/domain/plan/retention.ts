import * as z from 'zod';
import { duration } from './duration.ts';

/** How long what Muster writes is kept. */
export const Retention = z.strictObject({
  heartbeatRows: duration({ minSeconds: 3600 }).prefault('P7D'),
  runs: duration({ minSeconds: 86_400 }).prefault('P400D'),
  evidence: duration({ minSeconds: 86_400 }).prefault('P1827D'),
});

import * as z from 'zod';
import { duration } from './duration.ts';

/** How long what Muster writes is kept. */
export const Retention = z.strictObject({
  heartbeatRows: duration({ minSeconds: 3600 }).prefault('P7D').describe('Heartbeat rows in the databases.'),
  runs: duration({ minSeconds: 86_400 }).prefault('P400D').describe('Raw files of runs.'),
  evidence: duration({ minSeconds: 86_400 }).prefault('P1827D').describe('Reports and signed evidence.'),
});

import * as z from 'zod';
import { RetentionMode } from '../evidence/bucket-retention.ts';
import { duration } from './duration.ts';

/** How long what Muster writes is kept. */
export const Retention = z.strictObject({
  heartbeatRows: duration({ minSeconds: 3600 }).prefault('P7D').describe('Heartbeat rows in the databases.'),
  runs: duration({ minSeconds: 86_400 }).prefault('P400D').describe('Raw files of runs.'),
  evidence: duration({ minSeconds: 86_400 })
    .prefault('P1827D')
    .describe('Files of a signed run: they cannot be deleted before, where the bucket has Object Lock.'),
  evidenceMode: RetentionMode.default('GOVERNANCE').describe(
    'COMPLIANCE: nobody deletes them before. GOVERNANCE: who has a permission of its own.',
  ),
});

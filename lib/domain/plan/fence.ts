import * as z from 'zod';
import { duration } from './duration.ts';

const FENCE_RUNGS = [
  'stop-application-writers',
  'revoke-login-and-end-sessions',
  'close-network',
  'stop-instance',
] as const;

/**
 * How the old primary is kept from writing. All rungs start together, each with this deadline, which lies below the
 * time-out of the state that tries them.
 */
export const Fence = z.strictObject({
  deadline: duration({ minSeconds: 0.01, maxSeconds: 50 })
    .prefault('PT2S')
    .describe('Each attempt ends here; the wait is a phase of the RTO.'),
  rungs: z
    .array(z.enum(FENCE_RUNGS))
    .min(1)
    .default(['revoke-login-and-end-sessions'])
    .describe('Rungs of the ladder. The failover drill knows revoke-login-and-end-sessions.'),
});

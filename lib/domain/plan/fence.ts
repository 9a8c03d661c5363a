import * as z from 'zod';
import { FENCE_RUNGS } from '../fence/rung.ts';
import { duration } from './duration.ts';
import { securityGroup } from './names.ts';

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
    .describe(
      'Rungs of the ladder, all tried by a failover. stop-application-writers is proven by 11 s without a row of the application, within the deadline; it holds nobody who does not obey. stop-instance is refused by RDS while the instance has a replica: it holds once the replica is promoted. A switchover drains and revokes logins, whatever stands here.',
    ),
  closedSecurityGroup: securityGroup
    .optional()
    .describe(
      "Security group of the primary's network that admits nobody; close-network puts the instance into it alone, and what it was in before is noted and given back.",
    ),
});

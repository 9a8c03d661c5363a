import { deferredProof } from '../../domain/fence/deferred-fence.ts';
import type { FenceAttempt } from '../../domain/record/fence-outcomes.ts';
import type { FenceInput } from '../../domain/run/fence-input.ts';
import { asHeartbeat, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import { climbLadder } from './climb-ladder.ts';
import type { RungPorts } from './fence-rungs.ts';
import type { Address } from './locate-primary.ts';

interface Returned {
  readonly database: LocatedDatabase & { readonly primaryAddress: Address };
  readonly fence: FenceInput;
  /** Of each rung. */
  readonly deadlineMs: number;
  /** To be awaited before a change that follows a wait. */
  readonly stillOwner: () => Promise<void>;
}

/**
 * Climbs the ladder of an old primary that answers again after its region was silent; the gate of its writers was closed
 * long before. Answers what was tried, and what that proves.
 */
export async function climbReturned(
  ports: RungPorts,
  { database, fence, deadlineMs, stillOwner }: Returned,
): Promise<{
  readonly attempts: readonly FenceAttempt[];
  readonly proof: ReturnType<typeof deferredProof>;
}> {
  // A client's session from before the fence, if one gets in: not waited for.
  void ports.sessions.keepOpen(asHeartbeat(database, database.primaryAddress)).catch(() => undefined);
  const attempts = await climbLadder(ports, {
    database,
    rungs: fence.rungs.filter((rung) => rung !== 'stop-application-writers'),
    closedSecurityGroup: fence.closedSecurityGroup,
    deadlineMs,
    closeWriters: null,
    stillOwner,
  });
  return { attempts, proof: deferredProof(attempts) };
}

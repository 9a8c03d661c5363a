import { CleanUpIncomplete } from '../../domain/failure.ts';
import type { FenceInput } from '../../domain/run/fence-input.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import { lookUntil } from './look-until.ts';
import type { RungPorts } from './fence-rungs.ts';

/** RDS takes minutes to stop and to start; one call watches for so long, and the workflow tries again. */
const WATCH_MS = 60_000;
const POLL_MS = 200;

interface Lift {
  readonly database: LocatedDatabase;
  readonly fence: FenceInput;
  readonly stillOwner: () => Promise<void>;
}

/**
 * Takes back what the ladder has changed of an old primary that stays primary: it runs, is in the security groups that
 * it was found in, and its clients may log in. Idempotent; what was not changed is left alone.
 * @throws CleanUpIncomplete while one of it cannot be had back
 */
export async function liftFence(ports: RungPorts, lift: Lift): Promise<void> {
  const { rungs } = lift.fence;
  if (rungs.includes('stop-instance')) await startAgain(ports, lift);
  if (rungs.includes('close-network')) await openNetwork(ports, lift);
  await admitClients(ports, lift);
}

async function startAgain({ gates, databases, clock }: RungPorts, lift: Lift): Promise<void> {
  const { primary } = lift.database;
  const look = () => databases.describe(primary).then(({ status }) => status);
  const deadline = clock.now() + WATCH_MS * 1000;
  const at = await lookUntil(clock, {
    look,
    enough: (status) => status !== 'stopping',
    deadline,
    everyMs: POLL_MS,
  });
  if (at !== 'stopped' && at !== 'starting') return;
  await lift.stillOwner();
  if (at === 'stopped') await gates.start(primary);
  const started = await lookUntil(clock, {
    look,
    enough: (status) => status === 'available',
    deadline,
    everyMs: POLL_MS,
  });
  if (started !== 'available') throw cannot(lift, `status ${started} after it was started again`);
}

/** As discovery found them: a group that a person has set since is not kept. */
async function openNetwork({ gates, clock }: RungPorts, lift: Lift): Promise<void> {
  const { primary, securityGroups } = lift.database;
  const { closedSecurityGroup } = lift.fence;
  const seen = await gates.groups(primary);
  const isClosed = seen.groups.length === 1 && seen.groups[0] === closedSecurityGroup;
  if (seen.inForce && !isClosed) return;
  if (securityGroups.length === 0) throw cannot(lift, 'the security groups of before are not on record');
  await lift.stillOwner();
  if (isClosed) await gates.admitOnly(primary, securityGroups);
  const now = await lookUntil(clock, {
    look: () => gates.groups(primary),
    enough: ({ groups, inForce }) => inForce && securityGroups.every((group) => groups.includes(group)),
    deadline: clock.now() + WATCH_MS * 1000,
    everyMs: POLL_MS,
  });
  if (!now.inForce) throw cannot(lift, `security groups ${now.groups.join(', ')} that are not in force yet`);
}

async function admitClients({ sessions }: RungPorts, lift: Lift): Promise<void> {
  const { primaryAddress, fencedRoles } = lift.database;
  if (!primaryAddress) throw cannot(lift, 'its address is not known');
  const operator = asOperator(lift.database, primaryAddress);
  const admitted = await sessions.admit(operator, fencedRoles).catch((error: Error) => {
    throw cannot(lift, error.message, error);
  });
  const missing = fencedRoles.filter((role) => !admitted.includes(role));
  if (missing.length > 0) throw cannot(lift, `still without login: ${missing.join(', ')}`);
}

function cannot({ database, fence }: Lift, seen: string, cause?: unknown): CleanUpIncomplete {
  const others = fence.rungs.length > 1 ? ', and all else that the fence had changed,' : '';
  const limit = `login${others} given back to its clients, since nothing was promoted`;
  return new CleanUpIncomplete({ subject: database.primary.instance, seen, limit, cause });
}

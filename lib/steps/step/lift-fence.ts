import { CleanUpIncomplete, FenceNotLifted, InstanceRefused } from '../../domain/failure.ts';
import type { Instant } from '../../domain/instant.ts';
import type { FenceInput } from '../../domain/run/fence-input.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { RungPorts } from './fence-rungs.ts';

const WATCH_MS = 60_000;
const POLL_MS = 1_000;
/** Above the time after which a client gives a request up, and what RDS takes to show one that it has accepted. */
const QUIET_MS = 10_000;

export interface Lift {
  readonly database: LocatedDatabase;
  readonly fence: FenceInput;
  /** Whether a rung that was asked for, and not seen in force, may take effect yet; absent where that is not known. */
  readonly mayComeYet?: boolean;
  /** What is under way then is left to the next call; absent: after a minute. */
  readonly until?: Instant;
  readonly stillOwner: () => Promise<void>;
}

/** Looks, asks for what is missing, and answers in words what is not as it was; null where everything is. */
type WayIn = () => Promise<string | null>;

/**
 * Takes back what the ladder has changed of an old primary that stays primary: it runs, is in the security groups that
 * it was found in, and its clients may log in. What was not changed is left alone. What may come yet is taken back when
 * it is seen, so all has to have been as it was for a while. Idempotent; RDS takes minutes, so it is called again.
 * @throws FenceNotLifted (to be retried) while RDS is at it, CleanUpIncomplete while login cannot be given back
 */
export async function liftFence(ports: RungPorts, lift: Lift): Promise<void> {
  const { rungs } = lift.fence;
  const ways = [
    ...(rungs.includes('stop-instance') ? [power(ports, lift)] : []),
    ...(rungs.includes('close-network') ? [network(ports, lift)] : []),
  ];
  if (ways.length > 0) {
    await untilAsItWas(ports, lift, ways);
    await lift.stillOwner();
  }
  await admitClients(ports, lift);
}

async function untilAsItWas({ clock }: RungPorts, lift: Lift, ways: readonly WayIn[]): Promise<void> {
  const quietMs = (lift.mayComeYet ?? true) ? QUIET_MS : 0;
  const until = lift.until ?? clock.now() + WATCH_MS * 1000;
  let since: Instant | null = null;
  for (;;) {
    const seen = await firstMissing(ways);
    since = seen === null ? (since ?? clock.now()) : null;
    if (since !== null && clock.now() - since >= quietMs * 1000) return;
    if (clock.now() >= until)
      throw new FenceNotLifted(factsOf(lift, seen ?? 'a rung that was asked for and may come yet'));
    await clock.sleep(POLL_MS);
  }
}

/** One after the other: RDS refuses to change what it is starting or stopping. */
async function firstMissing(ways: readonly WayIn[]): Promise<string | null> {
  for (const way of ways) {
    const seen = await way();
    if (seen !== null) return seen;
  }
  return null;
}

const ON_THE_WAY = ['stopping', 'stopped', 'starting'];

function power({ gates, databases }: RungPorts, lift: Lift): WayIn {
  const { primary } = lift.database;
  return async () => {
    const { status } = await databases.describe(primary);
    if (!ON_THE_WAY.includes(status)) return null;
    const refused = status === 'stopped' ? await asked(lift, () => gates.start(primary)) : '';
    return `status ${status}${refused}`;
  };
}

/** As discovery found them: a group that a person has set since is not kept, once the network was found closed. */
function network({ gates }: RungPorts, lift: Lift): WayIn {
  const { primary, securityGroups } = lift.database;
  let changed = false;
  return async () => {
    const { groups, inForce } = await gates.groups(primary);
    const isClosed = groups.length === 1 && groups[0] === lift.fence.closedSecurityGroup;
    changed ||= isClosed || !inForce;
    const isOpen = !changed || securityGroups.every((group) => groups.includes(group));
    if (inForce && !isClosed && isOpen) return null;
    if (securityGroups.length === 0)
      throw new CleanUpIncomplete(factsOf(lift, 'the security groups of before are not on record'));
    const refused = isClosed ? await asked(lift, () => gates.admitOnly(primary, securityGroups)) : '';
    return `security groups ${groups.join(', ')}${inForce ? '' : ' that are not in force yet'}${refused}`;
  };
}

/** What is refused while RDS is at work on the instance is asked for again. Answers the refusal in words. */
async function asked({ stillOwner }: Lift, ask: () => Promise<void>): Promise<string> {
  await stillOwner();
  try {
    await ask();
    return '';
  } catch (error) {
    if (error instanceof InstanceRefused) return `, and refused to change it: ${error.seen}`;
    throw error;
  }
}

async function admitClients({ sessions }: RungPorts, lift: Lift): Promise<void> {
  const { primaryAddress, fencedRoles } = lift.database;
  if (!primaryAddress) throw new CleanUpIncomplete(factsOf(lift, 'its address is not known'));
  const operator = asOperator(lift.database, primaryAddress);
  const admitted = await sessions.admit(operator, fencedRoles).catch((cause: Error) => {
    throw new CleanUpIncomplete({ ...factsOf(lift, cause.message), cause });
  });
  const missing = fencedRoles.filter((role) => !admitted.includes(role));
  if (missing.length > 0)
    throw new CleanUpIncomplete(factsOf(lift, `still without login: ${missing.join(', ')}`));
}

function factsOf({ database, fence }: Lift, seen: string) {
  const others = fence.rungs.length > 1 ? ', and all else that the fence had changed,' : '';
  const limit = `login${others} given back to its clients, since nothing was promoted`;
  return { subject: database.primary.instance, seen, limit };
}

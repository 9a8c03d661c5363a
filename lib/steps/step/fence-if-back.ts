import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { FenceInput } from '../../domain/run/fence-input.ts';
import type { LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { DatabaseInstance, InstanceRef } from '../../ports/databases.ts';
import { climbReturned } from './climb-returned.ts';
import type { RungPorts } from './fence-rungs.ts';

/** A region that has come back answers within this time; one that is dark delays nobody by more. */
const LOOK_MS = 1_000;

interface Returning {
  readonly database: LocatedDatabase;
  readonly fence: FenceInput;
  readonly deadlineMs: number;
  readonly stillOwner: () => Promise<void>;
}

type Back = OutcomeOf<'DeferFence'>['back'][number];

/**
 * Fences an old primary that answers again although its region was silent before: people take minutes to accept that,
 * and a region may come back meanwhile. Null where it is still silent.
 */
export async function fenceIfBack(
  ports: RungPorts,
  { database, fence, deadlineMs, stillOwner }: Returning,
): Promise<Back | null> {
  const seen = await instanceIfBack(ports, database.primary);
  if (seen === null || seen.source !== null) return null;
  const { host, port, securityGroups } = seen;
  const primaryAddress = { host, port };
  await stillOwner();
  const { attempts, proof } = await climbReturned(ports, {
    database: { ...database, primaryAddress, securityGroups },
    fence,
    deadlineMs,
    stillOwner,
  });
  return {
    id: database.id,
    address: { ...primaryAddress, securityGroups: [...securityGroups] },
    proof,
    attempts: [...attempts],
  };
}

/** What the control plane of a region says of an instance, if it says anything soon. */
export async function instanceIfBack(
  { databases, clock }: Pick<RungPorts, 'databases' | 'clock'>,
  instance: InstanceRef,
): Promise<DatabaseInstance | null> {
  const answered = databases.describe(instance).catch(() => null);
  return Promise.race([answered, clock.sleep(LOOK_MS).then(() => null)]);
}

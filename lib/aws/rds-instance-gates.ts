import {
  type DBInstance,
  ModifyDBInstanceCommand,
  type RDSClient,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { InstanceRefused } from '../domain/failure.ts';
import type { InstanceRef } from '../ports/databases.ts';
import type { InstanceGates, SeenGroups } from '../ports/instance-gates.ts';
import { callAws } from './aws-failure.ts';
import { findInstance } from './find-instance.ts';
import { isRdsError, isRefusal } from './rds-refusal.ts';

type ClientOf = (region: string) => RDSClient;

/** Ways in and power of instances on RDS. */
export function makeRdsInstanceGates(clientOf: ClientOf): InstanceGates {
  return {
    groups: async (ref) => seenGroups(await require(clientOf(ref.region), ref)),
    admitOnly: (ref, groups) =>
      asked(ref, () =>
        clientOf(ref.region).send(
          new ModifyDBInstanceCommand({
            DBInstanceIdentifier: ref.instance,
            VpcSecurityGroupIds: [...groups],
            ApplyImmediately: true,
          }),
        ),
      ),
    stop: (ref) =>
      unlessAlready(clientOf(ref.region), ref, {
        goal: ['stopping', 'stopped'],
        ask: (rds) => rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: ref.instance })),
      }),
    start: (ref) =>
      unlessAlready(clientOf(ref.region), ref, {
        goal: ['starting', 'available'],
        ask: (rds) => rds.send(new StartDBInstanceCommand({ DBInstanceIdentifier: ref.instance })),
      }),
  };
}

function seenGroups({ VpcSecurityGroups = [] }: DBInstance): SeenGroups {
  return {
    groups: VpcSecurityGroups.flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []),
    inForce: VpcSecurityGroups.every(({ Status }) => Status === 'active'),
  };
}

interface Wanted {
  /** Statuses in which there is nothing to ask for. */
  readonly goal: readonly string[];
  readonly ask: (rds: RDSClient) => Promise<unknown>;
}

/** A call that was made before is refused for the state that it has brought about. */
async function unlessAlready(rds: RDSClient, ref: InstanceRef, { goal, ask }: Wanted): Promise<void> {
  try {
    await asked(ref, () => ask(rds));
  } catch (error) {
    const isState = error instanceof InstanceRefused && isRdsError(error.cause, 'InvalidDBInstanceState');
    if (!isState) throw error;
    const { DBInstanceStatus = 'unknown' } = await require(rds, ref);
    if (!goal.includes(DBInstanceStatus)) throw error;
  }
}

async function require(rds: RDSClient, ref: InstanceRef): Promise<DBInstance> {
  const found = await findInstance(rds, ref);
  if (found) return found;
  const limit = 'the instance that the plan names';
  throw new InstanceRefused({ subject: `RDS in ${ref.region}`, seen: `no instance ${ref.instance}`, limit });
}

/** Asked once: what did not come through is for the rung's own deadline to say. */
async function asked({ region, instance }: InstanceRef, ask: () => Promise<unknown>): Promise<void> {
  try {
    await callAws(`RDS in ${region}`, ask);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const limit = 'a change that RDS accepts';
    throw new InstanceRefused({
      subject: `${instance} in ${region}`,
      seen: error.message,
      limit,
      cause: error,
    });
  }
}

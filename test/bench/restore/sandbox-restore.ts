import {
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  type RDSClient,
  RestoreDBInstanceFromDBSnapshotCommand,
} from '@aws-sdk/client-rds';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BareTarget } from '../bare/series-order.ts';
import type { BenchSandbox } from '../run/bench-sandbox.ts';
import { firstWrite } from './first-write.ts';

const GONE_WITHIN_MS = 60_000;

export interface RestoreOrder {
  readonly rds: RDSClient;
  readonly sandbox: BenchSandbox;
  readonly snapshot: string;
  readonly instance: string;
}

/** Seconds from the call that restores a snapshot to the first row that the new instance took; it is removed again. */
export async function sandboxRestore(order: RestoreOrder): Promise<number> {
  const { rds, snapshot, instance } = order;
  const from = performance.now();
  await rds.send(
    new RestoreDBInstanceFromDBSnapshotCommand({
      DBInstanceIdentifier: instance,
      DBSnapshotIdentifier: snapshot,
    }),
  );
  try {
    await firstWrite(() => addressOf(order));
    return (performance.now() - from) / 1000;
  } finally {
    await remove(order);
  }
}

async function addressOf({ rds, sandbox, instance }: RestoreOrder): Promise<BareTarget | null> {
  const asked = new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance });
  const { DBInstances: [found] = [] } = await rds.send(asked);
  const { Address: host, Port: port } = found?.Endpoint ?? {};
  return host === undefined || port === undefined ? null : sandbox.operator({ host, port });
}

async function remove({ rds, instance }: RestoreOrder): Promise<void> {
  const name = { DBInstanceIdentifier: instance };
  await rds.send(new DeleteDBInstanceCommand({ ...name, SkipFinalSnapshot: true }));
  const deadline = performance.now() + GONE_WITHIN_MS;
  while (await isThere(rds, name)) {
    if (performance.now() > deadline) throw new Error(`${instance} was not gone within ${GONE_WITHIN_MS} ms`);
    await sleep(50);
  }
}

async function isThere(rds: RDSClient, name: { DBInstanceIdentifier: string }): Promise<boolean> {
  try {
    await rds.send(new DescribeDBInstancesCommand(name));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('DBInstanceNotFound')) return false;
    throw error;
  }
}

import type { CopyRoute } from '../network/copy-route.ts';
import type { ServerRoom } from '../postgres/server.ts';
import { makeTurns } from '../process/turns.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import { makeGroups } from '../rds/groups/groups.ts';
import { kmsKeysOf } from '../kms/kms-keys.ts';
import { makeRdsService } from '../rds/rds-service.ts';
import { makeSnapshotDirectory } from '../rds/snapshots/snapshot-directory.ts';
import type { AwsService } from '../wire/aws-request.ts';
import type { BuiltWorld, WorldTools } from './built-world.ts';
import { Archives } from './archives.ts';
import { provideInstances } from './provide-instances.ts';
import { provideSnapshots } from './provide-snapshots.ts';
import type { RegionStates } from './region-states.ts';

export interface RdsOrder {
  readonly world: BuiltWorld;
  readonly tools: WorldTools;
  readonly states: RegionStates;
  /** @throws AwsError until the world has started */
  readonly room: () => ServerRoom;
}

export interface RunningRds {
  readonly service: AwsService;
  /** Begins nothing any more by itself. */
  stop(): void;
}

/** RDS ships every five minutes (RDS User Guide, "Restoring a DB instance to a specified time"). */
const WAL_ARCHIVE_MS = 5_000;

/** Amazon RDS over the servers of a world. */
export function makeRds(order: RdsOrder): RunningRds {
  const { world, tools, room } = order;
  const { config, events, placeOf } = tools;
  const backups = makeTurns<DatabaseInstance>();
  const { directory } = world;
  const everyMs = config.walArchiveMs ?? WAL_ARCHIVE_MS;
  const archives = new Archives({ directory, placeOf, room, backups, everyMs });
  const service = makeRdsService({
    account: config.account,
    directory,
    provider: provideInstances({ ...order, backups, placeOf, archives }),
    groups: makeGroups(config.regions, config.databaseGroups),
    events,
    snapshots: makeSnapshotDirectory(),
    snapshotProvider: provideSnapshots({
      placeOf,
      routeOf: (from, to) => routeOf(world, from, to),
      room,
      backups,
    }),
    keys: kmsKeysOf(config),
  });
  return { service, stop: () => archives.stop() };
}

function routeOf({ copyRoutes }: BuiltWorld, from: string, to: string): CopyRoute {
  const found = copyRoutes.find((route) => route.from === from && route.to === to);
  if (!found) throw new Error(`there is no way from ${from} to ${to}`);
  return found;
}

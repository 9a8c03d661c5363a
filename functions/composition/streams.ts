import { makePgReplicationStreams } from '../../lib/postgres/pg-replication-streams.ts';
import { SessionPool } from '../../lib/postgres/session-pool.ts';
import { connectPorts } from './connect-ports.ts';
import { ownRegion } from './environment.ts';
import { once } from './once.ts';

const inRegion = once((region) =>
  makePgReplicationStreams(new SessionPool(connectPorts(region), () => performance.now())),
);

/** What primaries know of their replicas, asked with the logins of the region that this function runs in. */
export function streams() {
  return inRegion(ownRegion());
}

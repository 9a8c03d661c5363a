import { makePgClientSessions } from '../../lib/postgres/pg-client-sessions.ts';
import { makePgDatabaseReader } from '../../lib/postgres/pg-database-reader.ts';
import { makePgHeartbeatConnections } from '../../lib/postgres/pg-heartbeat-connections.ts';
import { makePgLogins } from '../../lib/postgres/pg-logins.ts';
import { makePgServers } from '../../lib/postgres/pg-servers.ts';
import { SessionPool } from '../../lib/postgres/session-pool.ts';
import { clock } from './clock.ts';
import { connectPorts } from './connect-ports.ts';
import { ownRegion } from './environment.ts';
import { once } from './once.ts';

const inRegion = once((region) => {
  const ports = connectPorts(region);
  const pool = new SessionPool(ports, () => performance.now());
  return {
    connections: makePgHeartbeatConnections(ports),
    reader: makePgDatabaseReader(ports),
    clients: makePgClientSessions(pool),
    sessions: { ...makePgServers({ pool, now: () => clock.now() }), ...makePgLogins({ ...ports, pool }) },
  };
});

/** Sessions and writers' connections on PostgreSQL, with the logins of the region that this function runs in. */
export function sql() {
  return inRegion(ownRegion());
}

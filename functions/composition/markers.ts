import { makePgRecoveryMarkers } from '../../lib/postgres/pg-recovery-markers.ts';
import { SessionPool } from '../../lib/postgres/session-pool.ts';
import { connectPorts } from './connect-ports.ts';
import { ownRegion } from './environment.ts';
import { once } from './once.ts';

const inRegion = once((region) =>
  makePgRecoveryMarkers(new SessionPool(connectPorts(region), () => performance.now())),
);

/** Rows by which moments are known, with the logins of the region that this function runs in. */
export function markers() {
  return inRegion(ownRegion());
}

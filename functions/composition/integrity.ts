import { makePgIntegrity } from '../../lib/postgres/integrity/pg-integrity.ts';
import { connectPorts } from './connect-ports.ts';
import { ownRegion } from './environment.ts';

/** Whether a restored database is in order, asked with the logins of the region that this function runs in. */
export function integrity() {
  return makePgIntegrity(connectPorts(ownRegion()));
}

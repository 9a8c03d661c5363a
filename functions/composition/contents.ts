import { makePgTableContents } from '../../lib/postgres/content/pg-table-contents.ts';
import { connectPorts } from './connect-ports.ts';
import { ownRegion } from './environment.ts';

/** What tables hold, read with the logins of the region that this function runs in. */
export function contents() {
  return makePgTableContents(connectPorts(ownRegion()));
}

import { makeDivergenceFinder } from '../../lib/comparison/divergence-finder.ts';
import { makePgTableContents } from '../../lib/postgres/content/pg-table-contents.ts';
import { makePgPartedHistories } from '../../lib/postgres/divergence/pg-parted-histories.ts';
import { makePgTableRows } from '../../lib/postgres/divergence/pg-table-rows.ts';
import { makePgDivergedRows } from '../../lib/postgres/pg-diverged-rows.ts';
import { SessionPool } from '../../lib/postgres/session-pool.ts';
import { connectPorts } from './connect-ports.ts';
import { ownRegion } from './environment.ts';
import { once } from './once.ts';

const inRegion = once((region) => {
  const ports = connectPorts(region);
  const pool = new SessionPool(ports, () => performance.now());
  return makeDivergenceFinder({
    contents: makePgTableContents(ports),
    histories: makePgPartedHistories(pool),
    rows: makePgTableRows(pool),
    written: makePgDivergedRows(pool),
  });
});

/** What an old primary alone did, with the logins of the region that this function runs in. */
export function divergence() {
  return inRegion(ownRegion());
}

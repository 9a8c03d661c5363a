import { makeSaveDivergedRows } from '../lib/steps/save-diverged-rows.ts';
import { sha256 } from './composition/digest.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state SaveDivergedRows. */
export const handler = (event: unknown) =>
  makeSaveDivergedRows({ ...stepPorts(event), diverged: sql().diverged, sha256 })(event);

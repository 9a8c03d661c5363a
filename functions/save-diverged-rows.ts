import { makeSaveDivergedRows } from '../lib/steps/save-diverged-rows.ts';
import { sha256 } from './composition/digest.ts';
import { stepPorts } from './composition/site.ts';
import { divergence } from './composition/divergence.ts';

/** Lambda handler of the state SaveDivergedRows. */
export const handler = (event: unknown) =>
  makeSaveDivergedRows({ ...stepPorts(event), divergence: divergence(), sha256 })(event);

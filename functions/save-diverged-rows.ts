import { makeSaveDivergedRows } from '../lib/steps/save-diverged-rows.ts';
import { sha256 } from './composition/digest.ts';
import { divergenceStore, stepPorts } from './composition/site.ts';
import { divergence } from './composition/divergence.ts';

/** Lambda handler of the state SaveDivergedRows. */
export const handler = (event: unknown) => {
  const store = divergenceStore(event);
  return makeSaveDivergedRows({ ...stepPorts(event), store, divergence: divergence(), sha256 })(event);
};

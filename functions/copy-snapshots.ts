import { makeCopySnapshots } from '../lib/steps/copy-snapshots.ts';
import { stepPorts } from './composition/site.ts';
import { snapshots } from './composition/snapshots.ts';

/** Lambda handler of the state CopySnapshots. */
export const handler = (event: unknown) => makeCopySnapshots({ ...stepPorts(event), snapshots })(event);

import { makeTakeSnapshots } from '../lib/steps/take-snapshots.ts';
import { stepPorts } from './composition/site.ts';
import { snapshots } from './composition/snapshots.ts';

/** Lambda handler of the state TakeSnapshots. */
export const handler = (event: unknown) => makeTakeSnapshots({ ...stepPorts(event), snapshots })(event);

import { makeAwaitSnapshots } from '../lib/steps/await-snapshots.ts';
import { stepPorts } from './composition/site.ts';
import { snapshots } from './composition/snapshots.ts';

/** Lambda handler of the state AwaitSnapshots. */
export const handler = (event: unknown) => makeAwaitSnapshots({ ...stepPorts(event), snapshots })(event);

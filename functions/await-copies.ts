import { makeAwaitCopies } from '../lib/steps/await-copies.ts';
import { stepPorts } from './composition/site.ts';
import { snapshots } from './composition/snapshots.ts';

/** Lambda handler of the state AwaitCopies. */
export const handler = (event: unknown) => makeAwaitCopies({ ...stepPorts(event), snapshots })(event);

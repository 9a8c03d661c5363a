import { makeRemoveIncomplete } from '../lib/steps/remove-incomplete.ts';
import { stepPorts } from './composition/site.ts';
import { snapshots } from './composition/snapshots.ts';

/** Lambda handler of the state RemoveIncomplete. */
export const handler = (event: unknown) => makeRemoveIncomplete({ ...stepPorts(event), snapshots })(event);

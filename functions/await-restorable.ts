import { makeAwaitRestorable } from '../lib/steps/await-restorable.ts';
import { restores } from './composition/restores.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state AwaitRestorable. */
export const handler = (event: unknown) => makeAwaitRestorable({ ...stepPorts(event), restores })(event);

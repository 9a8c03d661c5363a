import { makeRemoveCanary } from '../lib/steps/remove-canary.ts';
import { buckets } from './composition/buckets.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state RemoveCanary. */
export const handler = (event: unknown) => makeRemoveCanary({ ...stepPorts(event), buckets })(event);

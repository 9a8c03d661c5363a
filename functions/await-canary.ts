import { makeAwaitCanary } from '../lib/steps/await-canary.ts';
import { buckets } from './composition/buckets.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state AwaitCanary. */
export const handler = (event: unknown) => makeAwaitCanary({ ...stepPorts(event), buckets })(event);

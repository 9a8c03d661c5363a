import { makeSendCanary } from '../lib/steps/send-canary.ts';
import { buckets } from './composition/buckets.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state SendCanary. */
export const handler = (event: unknown) => makeSendCanary({ ...stepPorts(event), buckets })(event);

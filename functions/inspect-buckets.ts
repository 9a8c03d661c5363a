import { makeInspectBuckets } from '../lib/steps/inspect-buckets.ts';
import { buckets } from './composition/buckets.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state InspectBuckets. */
export const handler = (event: unknown) => makeInspectBuckets({ ...stepPorts(event), buckets })(event);

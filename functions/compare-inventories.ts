import { makeCompareInventories } from '../lib/steps/compare-inventories.ts';
import { buckets } from './composition/buckets.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state CompareInventories. */
export const handler = (event: unknown) => makeCompareInventories({ ...stepPorts(event), buckets })(event);

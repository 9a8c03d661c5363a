import { makeApplyConditions } from '../lib/steps/apply-conditions.ts';
import { disruption } from './composition/disruption.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state ApplyConditions. */
export const handler = (event: unknown) => makeApplyConditions({ ...stepPorts(event), disruption })(event);

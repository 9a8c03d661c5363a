import { makeReturnRegion } from '../lib/steps/return-region.ts';
import { disruption } from './composition/disruption.ts';
import { fencePorts } from './composition/fence.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state ReturnRegion. */
export const handler = (event: unknown) =>
  makeReturnRegion({ ...stepPorts(event), ...fencePorts(), disruption })(event);

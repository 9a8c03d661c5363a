import { makeFenceOldPrimary } from '../lib/steps/fence-old-primary.ts';
import { fencePorts } from './composition/fence.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state FenceOldPrimary. */
export const handler = (event: unknown) =>
  makeFenceOldPrimary({ ...stepPorts(event), ...fencePorts() })(event);

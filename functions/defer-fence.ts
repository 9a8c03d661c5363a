import { makeDeferFence } from '../lib/steps/defer-fence.ts';
import { fencePorts } from './composition/fence.ts';
import { stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state DeferFence. */
export const handler = (event: unknown) =>
  makeDeferFence({ ...stepPorts(event), ...fencePorts(), workflows: workflows() })(event);

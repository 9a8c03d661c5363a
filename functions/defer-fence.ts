import { makeDeferFence } from '../lib/steps/defer-fence.ts';
import { stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state DeferFence. */
export const handler = (event: unknown) =>
  makeDeferFence({ ...stepPorts(event), workflows: workflows() })(event);

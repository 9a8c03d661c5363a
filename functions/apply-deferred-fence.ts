import { makeApplyDeferredFence } from '../lib/steps/apply-deferred-fence.ts';
import { fencePorts } from './composition/fence.ts';
import { primaryLocks, stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state ApplyDeferredFence. */
export const handler = (event: unknown) => {
  const ports = { ...stepPorts(event), ...fencePorts(), primaryLocks: primaryLocks(event) };
  return makeApplyDeferredFence({ ...ports, workflows: workflows() })(event);
};

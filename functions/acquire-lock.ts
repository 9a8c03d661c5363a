import { makeAcquireLock } from '../lib/steps/acquire-lock.ts';
import { primaryLocks, stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state AcquireLock. */
export const handler = (event: unknown) =>
  makeAcquireLock({ ...stepPorts(event), primaryLocks: primaryLocks(event), workflows: workflows() })(event);

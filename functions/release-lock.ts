import { makeReleaseLock } from '../lib/steps/release-lock.ts';
import { primaryLocks, stepPorts } from './composition/site.ts';

/** Lambda handler of the state ReleaseLock. */
export const handler = (event: unknown) =>
  makeReleaseLock({ ...stepPorts(event), primaryLocks: primaryLocks(event) })(event);

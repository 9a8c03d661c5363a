import { makeReleaseLock } from '../lib/steps/release-lock.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state ReleaseLock. */
export const handler = (event: unknown) => makeReleaseLock(portsForStep(event))(event);

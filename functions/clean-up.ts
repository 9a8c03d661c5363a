import { makeCleanUp } from '../lib/steps/clean-up.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state CleanUp. */
export const handler = (event: unknown) => makeCleanUp(portsForStep(event))(event);

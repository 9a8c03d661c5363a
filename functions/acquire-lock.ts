import { makeAcquireLock } from '../lib/steps/acquire-lock.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state AcquireLock. */
export const handler = (event: unknown) => makeAcquireLock(portsForStep(event))(event);

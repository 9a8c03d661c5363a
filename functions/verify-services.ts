import { makeVerifyServices } from '../lib/steps/verify-services.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state VerifyServices. */
export const handler = (event: unknown) => makeVerifyServices(portsForStep(event))(event);

import { makeVerifyServices } from '../lib/steps/verify-services.ts';
import { probe } from './composition/probe.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state VerifyServices. */
export const handler = (event: unknown) => makeVerifyServices({ ...stepPorts(event), probe })(event);

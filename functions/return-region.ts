import { makeReturnRegion } from '../lib/steps/return-region.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state ReturnRegion. */
export const handler = (event: unknown) => makeReturnRegion(portsForStep(event))(event);

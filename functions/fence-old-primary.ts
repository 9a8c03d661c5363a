import { makeFenceOldPrimary } from '../lib/steps/fence-old-primary.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state FenceOldPrimary. */
export const handler = (event: unknown) => makeFenceOldPrimary(portsForStep(event))(event);

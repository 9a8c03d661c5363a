import { makeWarmHandlers } from '../lib/steps/warm-handlers.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state WarmHandlers. */
export const handler = (event: unknown) => makeWarmHandlers(portsForStep(event))(event);

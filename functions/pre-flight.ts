import { makePreFlight } from '../lib/steps/pre-flight.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state PreFlight. */
export const handler = (event: unknown) => makePreFlight(portsForStep(event))(event);

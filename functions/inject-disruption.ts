import { makeInjectDisruption } from '../lib/steps/inject-disruption.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state InjectDisruption. */
export const handler = (event: unknown) => makeInjectDisruption(portsForStep(event))(event);

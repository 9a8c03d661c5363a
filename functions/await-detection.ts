import { makeAwaitDetection } from '../lib/steps/await-detection.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state AwaitDetection. */
export const handler = (event: unknown) => makeAwaitDetection(portsForStep(event))(event);

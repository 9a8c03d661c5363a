import { makeAwaitDetection } from '../lib/steps/await-detection.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state AwaitDetection. */
export const handler = (event: unknown) => makeAwaitDetection(stepPorts(event))(event);

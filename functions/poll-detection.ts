import { makePollDetection } from '../lib/steps/poll-detection.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state PollDetection. */
export const handler = (event: unknown) => makePollDetection(portsForStep(event))(event);

import { makePollDetection } from '../lib/steps/poll-detection.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state PollDetection. */
export const handler = (event: unknown) => makePollDetection(stepPorts(event))(event);

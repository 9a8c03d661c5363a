import { makePollDetection } from '../lib/steps/poll-detection.ts';
import { endpoint } from './composition/probe.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state PollDetection. */
export const handler = (event: unknown) =>
  makePollDetection({ ...stepPorts(event), sessions: sql().sessions, endpoint })(event);

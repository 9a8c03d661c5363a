import { makeStopBackgroundJobs } from '../lib/steps/stop-background-jobs.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state StopBackgroundJobs. */
export const handler = (event: unknown) => makeStopBackgroundJobs(stepPorts(event))(event);

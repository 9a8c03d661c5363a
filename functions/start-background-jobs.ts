import { makeStartBackgroundJobs } from '../lib/steps/start-background-jobs.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state StartBackgroundJobs. */
export const handler = (event: unknown) => makeStartBackgroundJobs(stepPorts(event))(event);

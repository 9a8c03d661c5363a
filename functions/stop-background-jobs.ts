import { makeStopBackgroundJobs } from '../lib/steps/stop-background-jobs.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state StopBackgroundJobs. */
export const handler = (event: unknown) => makeStopBackgroundJobs(portsForStep(event))(event);

import { makeStopHeartbeat } from '../lib/steps/stop-heartbeat.ts';
import { stepPorts } from './composition/site.ts';
import { executions, workflows } from './composition/workflows.ts';

/** Lambda handler of the state StopHeartbeat. */
export const handler = (event: unknown) =>
  makeStopHeartbeat({ ...stepPorts(event), workflows: workflows(), executions: executions() })(event);

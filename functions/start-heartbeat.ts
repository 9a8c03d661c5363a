import { makeStartHeartbeat } from '../lib/steps/start-heartbeat.ts';
import { stepPorts } from './composition/site.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state StartHeartbeat. */
export const handler = (event: unknown) =>
  makeStartHeartbeat({ ...stepPorts(event), workflows: workflows() })(event);

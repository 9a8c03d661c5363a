import { makeStartHeartbeat } from '../lib/steps/start-heartbeat.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state StartHeartbeat. */
export const handler = (event: unknown) => makeStartHeartbeat(portsForStep(event))(event);

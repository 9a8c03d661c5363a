import { makeStopHeartbeat } from '../lib/steps/stop-heartbeat.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state StopHeartbeat. */
export const handler = (event: unknown) => makeStopHeartbeat(portsForStep(event))(event);

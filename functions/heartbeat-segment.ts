import { makeHeartbeatSegment } from '../lib/steps/heartbeat-segment.ts';
import { portsForSegment } from './composition.ts';

/** Lambda handler of the state HeartbeatSegment. */
export const handler = (event: unknown) => makeHeartbeatSegment(portsForSegment(event))(event);

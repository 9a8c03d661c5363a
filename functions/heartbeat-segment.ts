import { makeHeartbeatSegment } from '../lib/steps/heartbeat-segment.ts';
import { probe } from './composition/probe.ts';
import { segmentPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state HeartbeatSegment. */
export const handler = (event: unknown) => {
  const { connections, reader } = sql();
  return makeHeartbeatSegment({ ...segmentPorts(event), workflows: workflows(), connections, reader, probe })(
    event,
  );
};

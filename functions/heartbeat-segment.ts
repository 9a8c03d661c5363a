import { makeHeartbeatSegment } from '../lib/steps/heartbeat-segment.ts';
import { databases } from './composition/databases.ts';
import { endpoint, probe } from './composition/probe.ts';
import { segmentPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';
import { workflows } from './composition/workflows.ts';

/** Lambda handler of the state HeartbeatSegment. */
export const handler = (event: unknown) => {
  const ports = { ...segmentPorts(event), workflows: workflows(), databases, probe, endpoint };
  const { connections, reader } = sql();
  return makeHeartbeatSegment({ ...ports, connections, reader })(event);
};

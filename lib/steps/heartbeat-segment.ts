import { SegmentEvent } from '../domain/run/heartbeat-input.ts';
import { runSegment, type SegmentPorts } from '../heartbeat/segment.ts';

/** Runs one segment of a heartbeat series. Its task token is answered by the segment itself. */
export function makeHeartbeatSegment(ports: SegmentPorts) {
  return (input: unknown): Promise<void> => runSegment(ports, SegmentEvent.parse(input));
}

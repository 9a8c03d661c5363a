import { HANDLER_LIMIT_SECONDS } from '../domain/run/run-parts.ts';
import { handlerLimits } from './handler-limits.ts';

/** A segment's function runs for the segment, its overlap and the time to store what it holds. */
const SEGMENT_SLACK_SECONDS = 60;

/** How many seconds each function may take, by its handler's name, where segments of heartbeats are so long at most. */
export function handlerSeconds(segmentSeconds: number): (handler: string) => number {
  const limits = handlerLimits();
  return (handler) =>
    handler === 'heartbeat-segment'
      ? segmentSeconds + SEGMENT_SLACK_SECONDS
      : (limits.get(handler) ?? HANDLER_LIMIT_SECONDS);
}

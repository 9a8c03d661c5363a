import { type Instant, parseInstant } from '../instant.ts';
import type { RunFacts } from './run-facts.ts';

/** The instant at which the plan's rule fired, on the heartbeat's clock; null when it never did. */
export function detectedAt(facts: RunFacts): Instant | null {
  const at = (facts.outcome('PollDetection') ?? facts.outcome('AwaitDetection'))?.at;
  return at ? parseInstant(at) : null;
}

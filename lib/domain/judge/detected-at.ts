import { type Instant, parseInstant } from '../instant.ts';
import { OUTCOMES } from '../record/outcomes.ts';
import type { RunFacts } from './run-facts.ts';

/**
 * The instant at which the plan's rule fired, on the heartbeat's clock; null when it never did. A real failover looks
 * more than once while people are asked: what counts is the first look after which none has found the loss over, since
 * a series that begins a new segment meanwhile has its rule fire anew.
 */
export function detectedAt(facts: RunFacts): Instant | null {
  const looks = looksOf(facts);
  const since = looks.slice(looks.findLastIndex(({ detected }) => !detected) + 1);
  const at = looks.length > 0 ? since[0]?.at : facts.outcome('AwaitDetection')?.at;
  return at ? parseInstant(at) : null;
}

/** In their order. */
function looksOf({ entries }: Pick<RunFacts, 'entries'>) {
  return entries
    .flatMap((entry) => (entry.kind === 'outcome' && entry.state === 'PollDetection' ? [entry] : []))
    .toSorted((a, b) => a.attempt - b.attempt)
    .flatMap(({ data }) => OUTCOMES.PollDetection.safeParse(data).data ?? []);
}

import { formatInstant } from '../domain/instant.ts';
import type { RealEvent } from '../domain/run/real-event.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import type { Confirmation } from './confirm-by-name.ts';
import type { RealReasons } from './real-reasons.ts';

/** What stands in the record of who wanted a real failover, confirmed at this moment. */
export function realEvent(
  reasons: RealReasons,
  { confirmed, how, gates, adopted }: Confirmation & Pick<RealEvent, 'gates' | 'adopted'>,
): RealEvent {
  const { initiator, reason, despite, staleEvidence, pastLever, breakGlass } = reasons;
  const confirmedAt = formatInstant(makeSystemClock().now());
  const whoAndWhy = { initiator, reason, despite, staleEvidence, pastLever, breakGlass };
  return { ...whoAndWhy, confirmed, how, confirmedAt, gates, adopted };
}

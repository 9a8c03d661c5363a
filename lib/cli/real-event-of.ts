import type { RealEvent } from '../domain/run/real-event.ts';
import type { GivenName } from './confirm-by-name.ts';
import { confirmedNow } from './confirmed-now.ts';
import type { RealReasons } from './real-reasons.ts';

/** What stands in the record of who wanted a real failover, confirmed at this moment. */
export function realEvent(
  reasons: RealReasons,
  { gates, adopted, ...given }: GivenName & Pick<RealEvent, 'gates' | 'adopted'>,
): RealEvent {
  const { initiator, reason, despite, staleEvidence, pastLever, breakGlass } = reasons;
  const why = { reason, despite, staleEvidence, pastLever, breakGlass };
  return { ...confirmedNow(initiator, given), ...why, gates, adopted };
}

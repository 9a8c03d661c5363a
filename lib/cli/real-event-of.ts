import type { RealEvent } from '../domain/run/real-event.ts';
import type { GivenName } from './confirm-by-name.ts';
import { confirmedNow } from './confirmed-now.ts';
import type { RealReasons } from './real-reasons.ts';

/** What was seen before, by whom the run cannot ask itself. */
type Seen = Pick<RealEvent, 'gates' | 'advice' | 'shown'>;

/** What stands in the record of who wanted a real failover, confirmed at this moment. */
export function realEvent(
  reasons: RealReasons,
  { gates, advice, shown, adopted, ...given }: GivenName & Seen & Pick<RealEvent, 'adopted'>,
): RealEvent {
  const confirmation = confirmedNow(reasons.initiator, given);
  return { ...confirmation, printedAt: null, ...whyOf(reasons), gates, advice, shown, adopted };
}

/** The same for the console, printed at this moment: it is confirmed by whoever fills in the name and starts it. */
export function printedEvent(reasons: RealReasons, { gates, advice, shown }: Seen): RealEvent {
  const now = confirmedNow(reasons.initiator, { confirmed: '', how: 'console' });
  const unconfirmed = { ...now, confirmedAt: null, printedAt: now.confirmedAt };
  return { ...unconfirmed, ...whyOf(reasons), gates, advice, shown, adopted: [] };
}

function whyOf({ reason, despite, staleEvidence, pastLever, breakGlass }: RealReasons) {
  return { reason, despite, staleEvidence, pastLever, breakGlass };
}

import { formatInstant } from '../domain/instant.ts';
import type { Confirmation } from '../domain/run/confirmation.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import type { GivenName } from './confirm-by-name.ts';

/** What stands in the record of who wanted something that is no drill, confirmed at this moment. */
export function confirmedNow(
  initiator: string,
  { confirmed, how }: GivenName,
): Confirmation & { readonly confirmedAt: string } {
  return { initiator, confirmed, how, confirmedAt: formatInstant(makeSystemClock().now()) };
}

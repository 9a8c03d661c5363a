import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { type Fact, unknown } from '../domain/brief/fact.ts';
import { reasonOf } from '../domain/brief/reason-of.ts';
import type { LossSeen } from '../domain/brief/loss-seen.ts';
import { seenByWatch } from '../domain/brief/seen-by-watch.ts';
import { HeartbeatStatus } from '../domain/run/heartbeat-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Clock } from '../ports/clock.ts';
import type { Objects } from '../ports/objects.ts';

/**
 * What is seen of the loss at this moment, beside what was seen when people were asked; null where the question is about
 * none. Whoever answers is not kept from it: what cannot be read is not known.
 */
export async function seenNow(
  { objects, clock }: { readonly objects: Pick<Objects, 'get'>; readonly clock: Pick<Clock, 'now'> },
  { watched }: Pick<PeopleRequest, 'watched'>,
): Promise<Fact<LossSeen> | null> {
  if (watched === null) return null;
  const { run, databases } = watched;
  try {
    const stored = await Promise.all(databases.map((id) => objects.get(runKeys.status(run, 'ledger', id))));
    const statuses = stored.flatMap((one) => (one ? [HeartbeatStatus.parse(JSON.parse(one.text))] : []));
    return seenByWatch(statuses, clock.now());
  } catch (error) {
    return unknown(reasonOf(error));
  }
}

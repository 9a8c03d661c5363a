import { formatInstant, type Instant } from '../domain/instant.ts';
import { dueNotices } from '../domain/notice/due-notices.ts';
import { HeraldEvent } from '../domain/notice/herald-input.ts';
import { type DeliverPorts, makeDelivery } from './step/deliver-notices.ts';
import { makeRunWatch, type RunWatchPorts } from './step/run-watch.ts';

export type HeraldSegmentPorts = DeliverPorts & RunWatchPorts;

/** What the state machine goes by: whether there is more to tell, and how long nothing is. */
export interface HeraldResult {
  readonly more: boolean;
  readonly waitUntil: string | null;
}

/** Well below a function's time-out: the next segment reads the history anew and knows what was sent. */
const SEGMENT_MS = 240_000;
const POLL_MS = 1_000;
/** Of a run that has ended, only what did not reach its topic is left. */
const RETRY_MS = 5_000;
/** For so long after the end of a run a topic that does not answer is tried again. */
const GIVE_UP_MS = 900_000;

/**
 * Follows a run and sends what is due, until the run has ended and everything is told. Quiet hours that hold a drill's
 * messages are waited for by the state machine. Idempotent: what was sent stands in the receipts.
 */
export function makeHeraldSegment(ports: HeraldSegmentPorts) {
  return async (event: unknown): Promise<HeraldResult> => {
    const { input } = HeraldEvent.parse(event);
    const watch = makeRunWatch(ports, input);
    const deliver = makeDelivery(ports, input);
    const deadline = ports.clock.now() + SEGMENT_MS * 1000;
    for (;;) {
      const seen = await watch.look();
      if (seen === 'gone') return OVER;
      const now = ports.clock.now();
      const due = seen && dueNotices(input, seen, now);
      const told = due ? await deliver(due.notices) : false;
      if (due && seen.status !== 'RUNNING' && (told || givenUp(seen.events.at(-1)?.at ?? 0, now)))
        return due.heldUntil === null ? OVER : { more: true, waitUntil: wholeSecond(due.heldUntil) };
      if (now >= deadline) return { more: true, waitUntil: null };
      await ports.clock.sleep(due && seen.status !== 'RUNNING' ? RETRY_MS : POLL_MS);
    }
  };
}

const OVER: HeraldResult = { more: false, waitUntil: null };

function givenUp(endedAt: Instant, now: Instant): boolean {
  return now - endedAt > GIVE_UP_MS * 1000;
}

/** As the States Language wants a timestamp. Quiet hours end on a whole minute. */
function wholeSecond(at: Instant): string {
  return `${formatInstant(at).slice(0, 19)}Z`;
}

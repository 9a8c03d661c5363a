import type { Instant } from '../../domain/instant.ts';
import type { Clock } from '../../ports/clock.ts';

interface Look<T> {
  readonly look: () => Promise<T>;
  readonly enough: (seen: T) => boolean;
  readonly deadline: Instant;
  readonly everyMs: number;
}

/** Looks again and again until it has seen enough, or the deadline has passed; answers what was seen last. */
export async function lookUntil<T>(clock: Clock, { look, enough, deadline, everyMs }: Look<T>): Promise<T> {
  for (;;) {
    const seen = await look();
    if (enough(seen) || clock.now() > deadline) return seen;
    await clock.sleep(everyMs);
  }
}

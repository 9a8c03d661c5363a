import { PromotionPending } from '../../domain/failure.ts';
import type { Instant } from '../../domain/instant.ts';
import { lookWords } from '../../domain/record/pending-look.ts';
import type { Clock } from '../../ports/clock.ts';

/** How long one call watches closely; after it the workflow retries, so that no handler sleeps for minutes. */
const WATCH_MS = 10_000;
/** The first attempt has watched for long enough to know that this takes minutes. */
const LATER_LEAST_MS = 100;

interface Closely<T extends object> {
  readonly subject: string;
  /** When this attempt began to watch, and which it is. */
  readonly since: Instant;
  readonly attempt: number;
  readonly poll: { readonly leastMs: number; readonly share: number; readonly mostMs: number };
  /** What was wanted, or the words for what was seen instead. */
  readonly look: () => Promise<T | string>;
}

export interface Watched<T extends object> {
  readonly found: T;
  /** When the last look began that did not find it; null when the first one did. */
  readonly lastPendingAt: Instant | null;
}

/**
 * Looks until it has found what was wanted, less and less often.
 * @throws PromotionPending (to be retried) after ten seconds, with the words for what the last look saw
 */
export async function watchClosely<T extends object>(
  { clock }: { readonly clock: Clock },
  { subject, since, attempt, poll, look }: Closely<T>,
): Promise<Watched<T>> {
  const leastMs = attempt === 0 ? poll.leastMs : LATER_LEAST_MS;
  for (let lastPendingAt: Instant | null = null; ; ) {
    const began = clock.now();
    const seen = await look();
    if (typeof seen !== 'string') return { found: seen, lastPendingAt };
    lastPendingAt = began;
    const watchedMs = (clock.now() - since) / 1000;
    if (watchedMs > WATCH_MS) throw stillPending(subject, lookWords(seen, began));
    await clock.sleep(Math.min(poll.mostMs, Math.max(leastMs, watchedMs * poll.share)));
  }
}

export function stillPending(subject: string, seen: string, cause?: unknown): PromotionPending {
  return new PromotionPending({
    subject,
    seen,
    limit: `done within ${WATCH_MS / 1000} s of watching`,
    cause,
  });
}

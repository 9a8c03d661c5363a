import type { TimedAttempt } from '../../lib/domain/measurement/timed-attempt.ts';

/** An attempt at millisecond `ms`, acknowledged by the old server 2 ms later unless something else is said. */
export function attempt(ms: number, other: Partial<TimedAttempt> = {}): TimedAttempt {
  const sent = ms * 1000;
  const answered = other.answered ?? sent + 2_000;
  return {
    segment: 0,
    seq: ms / 20,
    connection: 0,
    outcome: 'acknowledged',
    server: 'old',
    sent,
    answered,
    monotonicSent: sent,
    monotonicAnswered: answered,
    opening: null,
    ...other,
  };
}

/** One that was sent and not answered within 100 ms. */
export function unanswered(ms: number, other: Partial<TimedAttempt> = {}): TimedAttempt {
  return attempt(ms, { outcome: 'in-doubt', answered: ms * 1000 + 100_000, ...other });
}

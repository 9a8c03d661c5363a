import type { Instant } from '../instant.ts';
import { parseInstant } from '../instant.ts';
import type { Attempt, AttemptOutcome } from '../ledger/attempt.ts';

/** An attempt of the ledger with its times as numbers. `monotonic` ones are microseconds of the writer's own clock. */
export interface TimedAttempt {
  readonly segment: number;
  readonly seq: number;
  readonly connection: number;
  readonly outcome: AttemptOutcome;
  readonly server: string | null;
  readonly sent: Instant;
  readonly answered: Instant;
  readonly monotonicSent: number;
  readonly monotonicAnswered: number;
  /** Of its connection, on the first attempt that one carried. */
  readonly opening: { readonly began: Instant; readonly failedBefore: Instant | null } | null;
}

/** The attempts on one database in the order in which they were sent; the ledger's lines are in order of answer. */
export function attemptsOn(database: string, ledger: readonly Attempt[]): readonly TimedAttempt[] {
  return ledger
    .filter((attempt) => attempt.database === database)
    .map(timed)
    .toSorted((a, b) => a.sent - b.sent || a.segment - b.segment || a.seq - b.seq);
}

function timed({ segment, seq, connection, outcome, server, opening, ...times }: Attempt): TimedAttempt {
  return {
    segment,
    seq,
    connection,
    outcome,
    server,
    sent: parseInstant(times.sent),
    answered: parseInstant(times.answered),
    monotonicSent: micros(times.sentNs),
    monotonicAnswered: micros(times.answeredNs),
    opening: opening ? openingOf(opening) : null,
  };
}

function openingOf({ began, failedBefore }: NonNullable<Attempt['opening']>): TimedAttempt['opening'] {
  return {
    began: parseInstant(began),
    failedBefore: failedBefore === null ? null : parseInstant(failedBefore),
  };
}

function micros(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1000n);
}

/** Acknowledged by a server other than the given one, which is the recovery site's. */
export function isAcknowledgedElsewhere(attempt: TimedAttempt, recoveryServer: string | null): boolean {
  return attempt.outcome === 'acknowledged' && attempt.server !== recoveryServer;
}

/** Acknowledged by the given server; never true while that server is not known. */
export function isAcknowledgedBy(attempt: TimedAttempt, server: string | null): boolean {
  return server !== null && attempt.outcome === 'acknowledged' && attempt.server === server;
}

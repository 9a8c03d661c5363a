import { formatInstant } from '../domain/instant.ts';
import type { Attempt, AttemptOutcome } from '../domain/ledger/attempt.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Moment } from './both-clocks.ts';
import type { OpenedConnection } from './connection-opener.ts';

/** How an attempt ended. `opening` on the first of a connection only. */
export interface Ending {
  readonly outcome: AttemptOutcome;
  readonly server: string | null;
  readonly connection: number;
  readonly error?: string;
  readonly opening?: Attempt['opening'];
}

interface Numbered {
  readonly database: string;
  readonly segment: number;
  readonly seq: number;
  readonly sent: Moment;
  readonly answered: Moment;
}

/** An attempt as a line of the ledger. */
export function attemptLine(
  { database, segment, seq, sent, answered }: Numbered,
  { error, ...ending }: Ending,
): Attempt {
  return {
    schemaVersion: SCHEMA_VERSION,
    database,
    segment,
    seq,
    sent: formatInstant(sent.at),
    answered: formatInstant(answered.at),
    ...ending,
    sentNs: String(sent.ns),
    answeredNs: String(answered.ns),
    ...(error === undefined ? {} : { error }),
  };
}

/** As it is known when the first attempt on a connection has ended. */
export function openingOf(opened: OpenedConnection): Attempt['opening'] {
  const failedBefore = opened.failedBefore();
  return {
    began: formatInstant(opened.began),
    failedBefore: failedBefore === null ? null : formatInstant(failedBefore),
  };
}

import type { RunFacts } from '../domain/judge/run-facts.ts';
import type { Attempt } from '../domain/ledger/attempt.ts';
import { runSteps } from './run-steps.ts';

type Value = string | number | null;

/** Every step of the run, one line each (RFC 4180): instants as ISO text in UTC, empty where a step was not left. */
export function stepsCsv({ entries }: Pick<RunFacts, 'entries'>): string {
  return csv(
    ['state', 'entered', 'exited', 'attempts', 'failures'],
    runSteps(entries).map(({ state, entered, exited, attempts, failures }) => [
      state,
      entered,
      exited,
      attempts,
      failures.join('; '),
    ]),
  );
}

/** Every attempt of the writers, one line each (RFC 4180); `writer` tells the one through the front door from the stale one. */
export function ledgerCsv({ ledger, stale }: Pick<RunFacts, 'ledger' | 'stale'>): string {
  return csv(
    ['writer', 'database', 'segment', 'seq', 'connection', 'sent', 'answered', 'outcome', 'server', 'error'],
    [...ledger.map(attemptOf('heartbeat')), ...stale.map(attemptOf('stale'))],
  );
}

function attemptOf(writer: string) {
  return (attempt: Attempt): readonly Value[] => [
    writer,
    attempt.database,
    attempt.segment,
    attempt.seq,
    attempt.connection,
    attempt.sent,
    attempt.answered,
    attempt.outcome,
    attempt.server,
    attempt.error ?? null,
  ];
}

function csv(header: readonly string[], rows: readonly (readonly Value[])[]): string {
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** A spreadsheet takes what begins like a formula for one: an apostrophe before it keeps it text. */
function field(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

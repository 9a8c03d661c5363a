import type { MutantResult } from '@stryker-mutator/api/core';

/** How the mutants of a group, or of all, ended. */
export interface Tally {
  readonly killed: number;
  /** Found as well, if the machine was not too busy: a test did not come back in time. */
  readonly timedOut: number;
  readonly survived: number;
  /** No test reaches it; it counts as survived. */
  readonly uncovered: number;
}

export const NONE: Tally = { killed: 0, timedOut: 0, survived: 0, uncovered: 0 };

type Result = Pick<MutantResult, 'status' | 'statusReason'>;

/** A mutant that cannot be compiled or run is none; anything that is not known to be found counts as survived. */
export function tallyOf(results: readonly Result[]): Tally {
  const count = (...wanted: readonly MutantResult['status'][]) =>
    results.filter(({ status }) => wanted.includes(status)).length;
  const timedOut = results.filter(hasTimedOut).length;
  return {
    killed: count('Killed', 'Timeout') - timedOut,
    timedOut,
    survived: count('Survived', 'Pending', 'Ignored'),
    uncovered: count('NoCoverage'),
  };
}

/**
 * Found by the clock alone, which is wrong on a busy machine. A test that vitest gave up counts as failed with Stryker;
 * a loop that was left after so many rounds counts as a time-out, and no clock had a part in it.
 */
function hasTimedOut({ status, statusReason = '' }: Result): boolean {
  if (status === 'Timeout') return !statusReason.startsWith('Hit limit reached');
  return status === 'Killed' && /timed out in \d+ms/.test(statusReason);
}

export function sum(a: Tally, b: Tally): Tally {
  return {
    killed: a.killed + b.killed,
    timedOut: a.timedOut + b.timedOut,
    survived: a.survived + b.survived,
    uncovered: a.uncovered + b.uncovered,
  };
}

/** Per cent of all mutants that a test finds; of none, 0: a run that mutated nothing has shown nothing. */
export function scoreOf(tally: Tally): number {
  const all = totalOf(tally);
  return all === 0 ? 0 : (100 * (tally.killed + tally.timedOut)) / all;
}

export function totalOf({ killed, timedOut, survived, uncovered }: Tally): number {
  return killed + timedOut + survived + uncovered;
}

/** One line of the summary. A mutant that times out on a busy machine is not found: so it says what there is without. */
export function tallyLine(name: string, tally: Tally): string {
  const { killed, timedOut, survived, uncovered } = tally;
  const parts = `${killed} killed, ${timedOut} timed out, ${survived} survived, ${uncovered} not covered`;
  const without = perCent(scoreOf({ ...tally, timedOut: 0, survived: survived + timedOut }));
  return `${name}: ${perCent(scoreOf(tally))} of ${totalOf(tally)} mutants (${parts}), ${without} without those that timed out`;
}

/** Cut off, not rounded: 84.96 is not 85. */
function perCent(score: number): string {
  return `${(Math.floor(score * 10) / 10).toFixed(1)}%`;
}

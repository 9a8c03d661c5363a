import { parseInstant } from '../../../lib/domain/instant.ts';
import type { RunFacts } from '../../../lib/domain/judge/run-facts.ts';
import { secondsFrom, secondsOf } from '../run/read-facts.ts';

/** One restore drill, cut at the two moments that the engine's own restore lies between. */
export interface RestoreNumbers {
  /** From decided to verified. */
  readonly wholeSeconds: number;
  /** From the call that asks for the instance to a session that it accepted, out of recovery. */
  readonly engineSeconds: number;
  readonly beforeSeconds: number;
  readonly verifySeconds: number;
  /** What Muster adds, as a multiple of the engine's own time. */
  readonly ratio: number;
}

/** @throws Error when the run came to no verified copy. */
export function restoreNumbers(facts: Pick<RunFacts, 'enteredAt' | 'exitedAt' | 'outcome'>): RestoreNumbers {
  const decided = facts.enteredAt('DeclareRestore');
  const ordered = facts
    .outcome('RestoreDatabases')
    ?.databases.map(({ orderedAt }) => parseInstant(orderedAt));
  const accepted = facts
    .outcome('AwaitRestored')
    ?.databases.map(({ acceptedAt }) => parseInstant(acceptedAt));
  if (decided === null || !ordered?.length || !accepted?.length)
    throw new Error('a restore drill came to no copy that accepted a session');
  const [from, to] = [Math.min(...ordered), Math.max(...accepted)];
  const wholeSeconds = secondsOf(facts, 'DeclareRestore', 'VerifyRestored');
  const engineSeconds = secondsFrom(from, to);
  return {
    wholeSeconds,
    engineSeconds,
    beforeSeconds: secondsFrom(decided, from),
    verifySeconds: secondsOf(facts, 'VerifyRestored'),
    ratio: (wholeSeconds - engineSeconds) / engineSeconds,
  };
}

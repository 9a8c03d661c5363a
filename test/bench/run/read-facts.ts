import { readRunFiles } from '../../../lib/cli/judge.ts';
import type { Instant } from '../../../lib/domain/instant.ts';
import { readRun, type RunFacts } from '../../../lib/domain/judge/run-facts.ts';

/** A run's own raw files as facts, of whatever kind it is. */
export async function readFacts(directory: string): Promise<RunFacts> {
  return readRun(await readRunFiles(directory));
}

/** Seconds from the entry of a state to the exit of another one. @throws Error when the run did not come so far. */
export function secondsOf(facts: Pick<RunFacts, 'enteredAt' | 'exitedAt'>, from: string, to = from): number {
  const [entered, exited] = [facts.enteredAt(from), facts.exitedAt(to)];
  if (entered === null || exited === null) throw new Error(`a run did not come from ${from} through ${to}`);
  return secondsFrom(entered, exited);
}

export function secondsFrom(from: Instant, to: Instant): number {
  return (to - from) / 1e6;
}

import type { StepEntry } from '../record/entry.ts';
import { isEndState } from './heeds-abort.ts';

/**
 * How far a failover had come when its execution ended. before: nothing is known to be promoted. promoted: there is only
 * the way forward. ending: it was on its way to its end, on which nothing is promoted any more.
 */
export type ResumeStage = 'before' | 'promoted' | 'ending';

/** By its record. A promotion that was announced, and of which no outcome is known, may not have happened: before. */
export function resumeStage(entries: readonly StepEntry[]): ResumeStage {
  if (entries.some(({ kind, state }) => kind === 'outcome' && state === 'PromoteReplica')) return 'promoted';
  return entries.some(({ state }) => isEndState(state)) ? 'ending' : 'before';
}

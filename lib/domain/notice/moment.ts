import type { Instant } from '../instant.ts';

/** What a person is told of. started to verified: a run goes on. failed, aborting: a state ended badly. The rest: the end. */
export type MomentName =
  | 'started'
  | 'approval'
  | 'divergence'
  | 'decision'
  | 'declared'
  | 'drained'
  | 'fenced'
  | 'promoted'
  | 'switched'
  | 'verified'
  | 'resumed'
  | 'failed'
  | 'aborting'
  | 'done'
  | 'aborted'
  | 'died';

/** Something that whoever is on call should know, at the moment at which it came about. */
export interface Moment {
  readonly what: MomentName;
  /** Of the event that showed it: with `what` it is the notice's key, the same whoever derives it. */
  readonly id: number;
  readonly at: Instant;
  readonly state: string;
  /** How many of the same came before: a question may be asked again. */
  readonly turn: number;
  /** Null before anything was declared. */
  readonly secondsSinceDeclared: number | null;
  /** Whether what came before was proven, as the workflow's own way shows; null where nothing had to be. */
  readonly proven: boolean | null;
  /** Whether who asks for an abort brings back what was: nothing of this way is known to be promoted. */
  readonly wayBack: boolean;
  readonly error: string | null;
  readonly cause: string | null;
}

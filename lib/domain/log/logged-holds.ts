import type { HoldLeaf, LogLeaf } from './log-leaf.ts';

/** What a log says of the legal hold of one run. */
export interface LoggedHold {
  readonly run: string;
  readonly held: boolean;
  /** In the order of the log; at least one. */
  readonly said: readonly HoldLeaf[];
}

/** The runs that a log says were under a legal hold, or are, in the order in which it first speaks of one. */
export function loggedHolds(leaves: readonly LogLeaf[]): readonly LoggedHold[] {
  const ofHolds = leaves.filter((leaf) => leaf.type === 'hold');
  return [...Map.groupBy(ofHolds, ({ run }) => run)].map(([run, said]) => ({
    run,
    held: said.at(-1)?.action === 'placed',
    said,
  }));
}

/** What one statement says, behind the run's name. */
export function holdSentence({ action, at, by, reason }: HoldLeaf): string {
  return `legal hold ${action} at ${at} by ${by}: ${reason}`;
}

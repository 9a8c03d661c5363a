import type { RunFacts } from '../../../lib/domain/judge/run-facts.ts';
import { secondsOf } from '../run/read-facts.ts';

/** One backup drill by what it is made of, in seconds. */
export interface BackupNumbers {
  /** From the first look at the source to the copy that is there in the other region. */
  readonly wholeSeconds: number;
  /** Both looks at the source, each of all rows. */
  readonly manifestSeconds: number;
  readonly snapshotSeconds: number;
  readonly copySeconds: number;
}

/** @throws Error when the run came to no copy. */
export function backupNumbers(facts: Pick<RunFacts, 'enteredAt' | 'exitedAt'>): BackupNumbers {
  return {
    wholeSeconds: secondsOf(facts, 'OpenManifest', 'AwaitCopies'),
    manifestSeconds: secondsOf(facts, 'OpenManifest') + secondsOf(facts, 'CloseManifest'),
    snapshotSeconds: secondsOf(facts, 'TakeSnapshots', 'AwaitSnapshots'),
    copySeconds: secondsOf(facts, 'CopySnapshots', 'AwaitCopies'),
  };
}

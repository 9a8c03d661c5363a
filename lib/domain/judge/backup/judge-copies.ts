import { copyDefects } from '../../backup/copy-defects.ts';
import type { SeenSnapshot } from '../../record/backup-outcomes.ts';
import type { BackupInput } from '../../run/backup-input.ts';
import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import type { RunFacts } from '../run-facts.ts';

/** Failures after which it is certain that there is no backup. */
const NO_BACKUP = new Set(['SnapshotFailed', 'SnapshotRefused', 'SnapshotMissing']);

/** Whether every database has a snapshot whose copy lies, as ordered, in the recovery region. */
export function judgeCopies(input: BackupInput, facts: RunFacts): Finding {
  const failure = facts.outcome('SealRecord')?.failure;
  if (failure && NO_BACKUP.has(failure.error))
    return missed(`no backup: ${failure.state} saw ${failure.error}`);
  return worstOf(input.databases.map(({ id }) => judgeCopyOf(id, input, facts)));
}

/** Whether one database has. */
export function judgeCopyOf(id: string, input: BackupInput, facts: RunFacts): Finding {
  const source = facts.outcome('AwaitSnapshots')?.databases.find((snapshot) => snapshot.id === id);
  const copy = facts.outcome('AwaitCopies')?.databases.find((snapshot) => snapshot.id === id);
  return source && copy ? judgeCopy(input, source, copy) : inconclusive(`${id} has no copy on record`);
}

function judgeCopy(input: BackupInput, source: SeenSnapshot, copy: SeenSnapshot): Finding {
  const { id } = copy;
  const wrong = copyDefects(input, source, copy);
  if (wrong.length > 0) return missed(`the copy of ${id} ${wrong.join(', ')}`);
  if (copy.takenAt === null) return inconclusive(`of which moment the copy of ${id} is, nobody says`);
  return met(`${id} is copied to ${copy.region}, as of ${momentWords(copy.takenAt)}`);
}

function momentWords(takenAt: string): string {
  return takenAt.replace('T', ' ').replace('Z', ' UTC');
}

import { copyDifferences } from '../../manifest/copy-differences.ts';
import { copyGaps } from '../../manifest/copy-gaps.ts';
import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { count, firstOf } from '../reason-words.ts';
import type { RunFacts } from '../run-facts.ts';
import type { RestoredDatabase } from './restored-database.ts';

/** Failures after which it is certain that what was asked for cannot be restored. */
const NOTHING_TO_RESTORE = new Set([
  'BackupMissing',
  'BackupUnusable',
  'SnapshotMissing',
  'ObjectMissing',
  'PointInTimeOutOfRange',
  'RestoreRefused',
  'RestoreFailed',
]);
const RESTORING = new Set(['ChooseRecoveryPoint', 'RestoreDatabases', 'AwaitRestored', 'VerifyRestored']);

/** Whether each restored copy holds what it has to, and answers the plan's own queries as the plan says. */
export function judgeRestoredContent(databases: readonly RestoredDatabase[], facts: RunFacts): Finding {
  const failure = facts.outcome('SealRecord')?.failure;
  if (failure && RESTORING.has(failure.state) && NOTHING_TO_RESTORE.has(failure.error))
    return missed(`nothing was restored: ${failure.state} saw ${failure.error}`);
  return worstOf(databases.flatMap((database) => [judgeContentOf(database), ...judgeChecks(database)]));
}

export function judgeContentOf(database: RestoredDatabase): Finding {
  const { id, verified, point } = database;
  if (!verified) return inconclusive(`what was restored of ${id} was not looked at`);
  return point?.from.kind === 'point-in-time' ? judgeMoment(database) : judgeCopy(database);
}

function judgeCopy({ id, copy }: RestoredDatabase): Finding {
  if (!copy) return inconclusive(`the copy of ${id} was not compared with the manifest of its backup`);
  const differences = copyDifferences(copy);
  if (differences.length > 0) return missed(`${id} is not what was backed up: ${firstOf(differences)}`);
  const gaps = copyGaps(copy);
  if (gaps.length > 0) return inconclusive(`${id} is not proven to be what was backed up: ${firstOf(gaps)}`);
  return met(`${count(copy.proven, 'row')} of ${copy.rows} of ${id} are proven to be those of the backup`);
}

function judgeMoment({ id, marked, verified }: RestoredDatabase): Finding {
  const markers = verified?.markers;
  if (!marked || !markers) return inconclusive(`the moment of ${id} was not marked`);
  if (markers.after) return missed(`${id} holds a row that was written after ${marked.at}`);
  if (markers.before === null)
    return inconclusive(
      `no row of ${id} is known to be from before ${marked.at}: that it reaches it is not proven`,
    );
  if (!markers.before) return missed(`${id} lacks a row that was committed before ${marked.at}`);
  return met(`${id} has the last marker before ${marked.at}, and not the first after it`);
}

export function judgeChecks({ id, verified }: RestoredDatabase): readonly Finding[] {
  return (verified?.checks ?? []).map(({ name, passed, error, seen, expected }) => {
    if (passed) return met(`check ${name} of ${id} passed`);
    if (error !== null) return inconclusive(`check ${name} of ${id} could not be made: ${error}`);
    return missed(`check ${name} of ${id} answered ${seen ?? 'null'}, expected ${expected}`);
  });
}

import { leftOutFindings } from '../left-out-findings.ts';
import type { RestoredDatabase } from './restored-database.ts';

/** What a reader should know of the restores beside their verdicts. */
export function restoreFindings(databases: readonly RestoredDatabase[]): readonly string[] {
  return databases.flatMap((database) => [
    ...ofPoint(database),
    ...leftOutFindings(database.id, database.copy?.leftOut ?? []),
    ...ofServer(database),
  ]);
}

function ofPoint({ id, point, marked }: RestoredDatabase): readonly string[] {
  if (!point) return [];
  const { from } = point;
  if (from.kind === 'backup')
    return from.newerFailed.map(
      ({ run, defects }) => `A newer backup of ${id}, ${run}, is none: ${defects.join('; ')}.`,
    );
  if (from.at !== null) return [];
  const instead = marked
    ? `restored ${marked.at} instead, between two rows that it wrote`
    : 'restored no other';
  return [
    `${from.wished} was wished for, and backups of ${id} reach back to ${from.window.earliest} only: this rehearsal ${instead}.`,
  ];
}

function ofServer({ id, verified }: RestoredDatabase): readonly string[] {
  const beyond = verified?.integrity.beyond ?? [];
  return beyond.map(({ what, seen }) => `${what} of ${id} was not looked into: ${seen}.`);
}

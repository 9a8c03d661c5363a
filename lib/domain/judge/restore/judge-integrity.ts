import { type Finding, inconclusive, met, missed } from '../finding.ts';
import { count, firstOf } from '../reason-words.ts';
import type { RestoredDatabase } from './restored-database.ts';

/** Whether a restored database is in order by what its server was asked. What was not asked is not proven. */
export function judgeIntegrity({ id, verified }: RestoredDatabase): Finding {
  if (!verified) return inconclusive(`whether ${id} is in order was not asked`);
  const { checked, problems, unchecked } = verified.integrity;
  if (problems.length > 0) return missed(`${id} is not in order: ${firstOf(problems.map(words))}`);
  if (unchecked.length > 0)
    return inconclusive(`not all of ${id} was checked: ${firstOf(unchecked.map(words))}`);
  if (checked.indexes === 0 || checked.tables === 0)
    return inconclusive(`no index or no table of ${id} was checked`);
  const { indexes, tables, constraints, foreignKeys, sequences } = checked;
  return met(
    `${indexes} indexes and ${tables} tables of ${id} are whole; ${count(constraints, 'constraint')}, ${count(foreignKeys, 'foreign key')} and ${count(sequences, 'sequence')} hold`,
  );
}

function words({ what, seen }: { readonly what: string; readonly seen: string }): string {
  return `${what}: ${seen}`;
}

import type { BackupInput } from '../../run/backup-input.ts';
import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { count } from '../reason-words.ts';
import type { RunFacts } from '../run-facts.ts';

/** Whether each backup is of something: what its manifest says, and that it is no backup of nothing. */
export function judgeContent(input: BackupInput, facts: RunFacts): Finding {
  return worstOf(input.databases.map(({ id }) => judgeContentOf(id, facts)));
}

/** Whether that of one database is. */
export function judgeContentOf(id: string, facts: RunFacts): Finding {
  const entry = facts.outcome('CatalogueBackup')?.entries.find(({ database }) => database === id);
  if (!entry) return inconclusive(`${id} has no backup in the catalogue`);
  if (entry.defects.length > 0) return missed(`the backup of ${id} is none: ${entry.defects.join('; ')}`);
  return met(`${id} has ${count(entry.rows, 'row')} in ${count(entry.tables, 'table')}`);
}

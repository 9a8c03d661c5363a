import { LAST_GOOD } from '../../backup/retained-backups.ts';
import type { BackupInput } from '../../run/backup-input.ts';
import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { count } from '../reason-words.ts';
import type { RunFacts } from '../run-facts.ts';

/** Whether what is kept is what the policy keeps, with a good backup among it. */
export function judgeRetention(input: BackupInput, facts: RunFacts): Finding {
  const databases = facts.outcome('ExpireBackups')?.databases ?? [];
  return worstOf(
    input.databases.map(({ id }) => {
      const seen = databases.find((database) => database.id === id);
      if (!seen) return inconclusive(`which backups of ${id} are kept is not on record`);
      if (!seen.kept.some(({ reasons }) => reasons.includes(LAST_GOOD)))
        return missed(`no good backup of ${id} is kept`);
      const [left] = seen.left;
      if (left)
        return inconclusive(`an expired backup of ${id}, ${left.run}, could not be removed: ${left.reason}`);
      return met(`${count(seen.kept.length, 'backup')} of ${id} kept, ${seen.expired.length} expired`);
    }),
  );
}

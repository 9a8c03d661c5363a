import type { BackupInput } from '../../run/backup-input.ts';
import type { BackupJudgement } from '../../run/backup-judgement.ts';
import { worstOf } from '../finding.ts';
import type { RunFacts } from '../run-facts.ts';
import { judgeContentOf } from './judge-content.ts';
import { judgeCopyOf } from './judge-copies.ts';

/** What became of each database, as far as it came to a backup. */
export function judgedBackups(input: BackupInput, facts: RunFacts): BackupJudgement['databases'] {
  const catalogued = facts.outcome('CatalogueBackup')?.entries ?? [];
  const expiry = facts.outcome('ExpireBackups')?.databases ?? [];
  return input.databases.flatMap(({ id }) => {
    const entry = catalogued.find(({ database }) => database === id);
    if (!entry) return [];
    const policy = expiry.find((one) => one.id === id);
    const { state, takenAt, copiedAt, durationSeconds, rows, provenRows, sizeBytes } = entry;
    return [
      {
        id,
        state,
        takenAt,
        copiedAt,
        durationSeconds,
        rows,
        sizeBytes,
        provenShare: rows === 0 ? null : provenRows / rows,
        kept: policy?.kept.length ?? 0,
        expired: policy?.expired.length ?? 0,
        verdict: worstOf([judgeContentOf(id, facts), judgeCopyOf(id, input, facts)]).verdict,
      },
    ];
  });
}

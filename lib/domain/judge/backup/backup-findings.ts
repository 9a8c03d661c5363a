import { deviationPercent } from '../../backup/backup-defects.ts';
import type { CatalogueEntry } from '../../backup/catalogue-entry.ts';
import type { BackupInput } from '../../run/backup-input.ts';
import { durationWords } from '../duration-words.ts';
import type { RunFacts } from '../run-facts.ts';

/** A size or a duration that is far from the history of the database's good backups. */
export function backupFindings(
  { maxSizeDeviationPercent: most }: BackupInput,
  facts: RunFacts,
): readonly string[] {
  const { entries, history } = facts.outcome('CatalogueBackup') ?? { entries: [], history: [] };
  return entries.flatMap((entry) => {
    const before = history.filter(({ database }) => database === entry.database);
    return [
      ...far(entry, before, {
        most,
        of: 'size',
        words: ({ sizeBytes }) => `${sizeBytes} bytes`,
        value: ({ sizeBytes }) => sizeBytes,
      }),
      ...far(entry, before, {
        most,
        of: 'duration',
        words: ({ durationSeconds }) => durationWords(durationSeconds),
        value: ({ durationSeconds }) => durationSeconds,
      }),
    ];
  });
}

interface Measured {
  readonly most: number;
  readonly of: string;
  readonly value: (entry: CatalogueEntry) => number;
  readonly words: (entry: CatalogueEntry) => string;
}

function far(
  entry: CatalogueEntry,
  before: readonly CatalogueEntry[],
  { most, of, value, words }: Measured,
): readonly string[] {
  const deviation = deviationPercent(value(entry), before.map(value));
  if (deviation === null || deviation <= most) return [];
  return [
    `The ${of} of the backup of ${entry.database}, ${words(entry)}, is ${Math.round(deviation)} per cent away from the median of the ${before.length} before it; the plan allows ${most}.`,
  ];
}

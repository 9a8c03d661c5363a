import type { CatalogueEntry } from './catalogue-entry.ts';

type Contents = Pick<CatalogueEntry, 'tables' | 'rows' | 'sizeBytes' | 'systemIdentifier'>;

/**
 * Why a backup is none, whatever the control plane calls it: it holds nothing, where there was something before, or is
 * of another system than the backups before it. `history` are the good ones, newest first.
 */
export function backupDefects(contents: Contents, history: readonly CatalogueEntry[]): readonly string[] {
  const [before] = history;
  const { tables, rows, systemIdentifier } = contents;
  return [
    ...(tables === 0 ? ['it holds no table'] : []),
    ...(tables > 0 && rows === 0 ? ['its tables are empty'] : []),
    ...(before && before.rows > 0 && rows === 0 ? [`the one before it held ${before.rows} rows`] : []),
    ...(before && before.systemIdentifier !== systemIdentifier
      ? [`it is of system ${systemIdentifier}; the one before it is of ${before.systemIdentifier}`]
      : []),
  ];
}

/** So many backups make a history that one can be far from. */
const ENOUGH_HISTORY = 3;

/** By how many per cent a value is away from the median of its history; null where that is too short. */
export function deviationPercent(value: number, history: readonly number[]): number | null {
  if (history.length < ENOUGH_HISTORY) return null;
  const median = history.toSorted((a, b) => a - b)[Math.floor(history.length / 2)] ?? 0;
  return median === 0 ? null : (Math.abs(value - median) / median) * 100;
}

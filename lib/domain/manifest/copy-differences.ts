import type { CopyResult } from './copy-result.ts';

/** What no copy of the source can be. */
const WRONG_SEQUENCE = new Set(['behind', 'ahead', 'missing']);

/** Where a restored copy is certain not to be what was backed up, a sentence each; empty where none is known. */
export function copyDifferences({
  wrong,
  missingTables,
  mismatches,
  sequences,
}: CopyResult): readonly string[] {
  return [
    ...wrong,
    ...missingTables.map((table) => `the table ${table} is missing`),
    ...mismatches.map(({ table, kind, seen }) => `${table}: a ${kind} place, ${seen}`),
    ...sequences
      .filter(({ state }) => WRONG_SEQUENCE.has(state))
      .map(({ sequence, state }) => `the sequence ${sequence} is ${state}`),
  ];
}

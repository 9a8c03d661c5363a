import type { CopyResult } from './copy-result.ts';

/**
 * Why a restored copy is not proven to be what was backed up, a sentence each, though nothing says that it is another;
 * empty where it is proven. Rows that changed while the backup was taken are none of them: no copy could prove those.
 */
export function copyGaps({ problems, unproven, proven }: CopyResult): readonly string[] {
  const open = unproven.filter(({ changed }) => !changed);
  return [
    ...problems,
    ...open.map(({ table, reason }) => `${table}: ${reason}`),
    ...(proven === 0 ? ['no row is proven'] : []),
  ];
}

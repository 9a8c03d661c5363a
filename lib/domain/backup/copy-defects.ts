import type { SeenSnapshot } from '../record/backup-outcomes.ts';
import type { BackupInput } from '../run/backup-input.ts';

/** In what a copy in the recovery region is not as it was ordered: words that follow "the copy". Empty when it is. */
export function copyDefects(
  { kmsKey, sites }: Pick<BackupInput, 'kmsKey' | 'sites'>,
  source: SeenSnapshot,
  copy: SeenSnapshot,
): readonly string[] {
  return [
    ...(copy.status === 'available' ? [] : [`is ${copy.status}`]),
    ...(copy.region === sites.recovery.region ? [] : [`lies in ${copy.region}`]),
    ...(copy.allocatedGiB === source.allocatedGiB
      ? []
      : [`has ${copy.allocatedGiB} GiB, its source ${source.allocatedGiB}`]),
    ...(kmsKey === null || copy.kmsKey?.includes(`:kms:${sites.recovery.region}:`)
      ? []
      : [`is not encrypted with a key of ${sites.recovery.region}`]),
    ...(copy.takenAt === source.takenAt ? [] : ['is of another moment than its source']),
    ...missingTags(source, copy),
  ];
}

function missingTags(source: SeenSnapshot, copy: SeenSnapshot): readonly string[] {
  const missing = Object.entries(source.tags).filter(([name, value]) => copy.tags[name] !== value);
  return missing.map(([name]) => `lacks the tag ${name}`);
}

import type { Changeable, InstanceSettings } from './instance-settings.ts';

/** What RDS notes of changes that are in force (RDS User Guide, "Amazon RDS event categories and event messages"). */
export function changesInWords(before: InstanceSettings, changed: Partial<Changeable>): string[] {
  const words: string[] = [];
  if (changed.instanceClass !== undefined) words.push('Finished applying modification to DB instance class');
  if (changed.allocatedStorage !== undefined)
    words.push('Finished applying modification to allocated storage');
  if (changed.backupRetentionPeriod === 0) words.push('Disabled automated backups');
  if (changed.backupRetentionPeriod && before.backupRetentionPeriod === 0)
    words.push('Enabled automated backups');
  return words;
}

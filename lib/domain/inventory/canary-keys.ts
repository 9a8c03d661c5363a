/** Everything that canaries leave while a run lasts stands under it; inventories leave it out. */
const PREFIX = 'muster-canary/';

/** Key of a run's canary, in both buckets of a pair. Two pairs may have a bucket in common. */
export function canaryKey(run: string, bucket: string): string {
  return `${PREFIX}${run}/${bucket}`;
}

export function isCanaryKey(key: string): boolean {
  return key.startsWith(PREFIX);
}

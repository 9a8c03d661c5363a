/** What decides of a replication rule whether deletes of a key are copied too. */
export interface MarkerRule {
  readonly enabled: boolean;
  readonly destination: string;
  readonly prefix: string;
  readonly byTags: boolean;
  readonly copiesDeleteMarkers: boolean;
}

/**
 * Whether the replica keeps an object that is deleted at the primary: no rule copies delete markers of its key. Rules by
 * tag never do (docs.aws.amazon.com, Replicating delete markers between buckets).
 */
export function keptKeys(rules: readonly MarkerRule[], replica: string): (key: string) => boolean {
  const copying = rules.filter(
    ({ enabled, destination, byTags, copiesDeleteMarkers }) =>
      enabled && destination === replica && !byTags && copiesDeleteMarkers,
  );
  return (key) => !copying.some(({ prefix }) => key.startsWith(prefix));
}

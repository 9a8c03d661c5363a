/**
 * What drills of data have seen, line by line: a comparison of contents, what backups have to hold, what a restored
 * copy holds, and buckets' inventories.
 */
export const RAW_FILES = ['content.ndjson', 'manifest.ndjson', 'copy.ndjson', 'inventory.ndjson'] as const;

export type RawFileName = (typeof RAW_FILES)[number];

/** The raw files of a run whose digests stand in the record's seal, beside the record itself: those that its kind has. */
export const SEALED_FILES = [
  'ledger.ndjson',
  'stale.ndjson',
  'health.ndjson',
  'observed.ndjson',
  'recovered.ndjson',
  // The checks before this one, as they lay in the bucket.
  'rpo-series.ndjson',
  ...RAW_FILES,
  'plan.yaml',
] as const;

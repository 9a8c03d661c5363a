/** What drills of data have seen, line by line: databases' contents, and buckets' inventories. */
export const RAW_FILES = ['content.ndjson', 'inventory.ndjson'] as const;

export type RawFileName = (typeof RAW_FILES)[number];

/** The raw files of a run whose digests stand in the record's seal, beside the record itself: those that its kind has. */
export const SEALED_FILES = [
  'ledger.ndjson',
  'stale.ndjson',
  'health.ndjson',
  'observed.ndjson',
  'recovered.ndjson',
  ...RAW_FILES,
  'plan.yaml',
] as const;

/** The raw files of a run whose digests stand in the record's seal, beside the record itself. */
export const SEALED_FILES = [
  'ledger.ndjson',
  'stale.ndjson',
  'health.ndjson',
  'observed.ndjson',
  'recovered.ndjson',
  'plan.yaml',
] as const;

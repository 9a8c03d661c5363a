import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

const place = z.object({ region: z.string(), snapshot: z.string() });

/** A backup of one database, as its plan's catalogue has it. */
export const CatalogueEntry = z.object({
  schemaVersion,
  plan: z.string(),
  database: z.string(),
  run: z.string(),
  /** failed: it exists and is no backup, `defects` says why. expired: the policy wants it removed. removed: it is gone. */
  state: z.enum(['good', 'failed', 'expired', 'removed']),
  defects: z.array(z.string()),
  takenAt: instantText,
  copiedAt: instantText,
  source: place,
  copy: place,
  systemIdentifier: z.string(),
  engineVersion: z.string(),
  sizeBytes: z.int().nonnegative(),
  tables: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  /** Of these rows the manifest says what a restored copy has to hold; the others changed while it was taken. */
  provenRows: z.int().nonnegative(),
  /** From the order of the snapshot to the copy that is available. */
  durationSeconds: z.number().nonnegative(),
});

export type CatalogueEntry = z.infer<typeof CatalogueEntry>;

import * as z from 'zod';
import { CatalogueEntry } from '../backup/catalogue-entry.ts';
import { instantText } from '../stored.ts';

/** Outcomes of the states of a scheduled backup. */

const count = z.int().nonnegative();

/** A snapshot of a database of the plan, as the control plane describes it at `seenAt`. */
export const SeenSnapshot = z.object({
  id: z.string(),
  region: z.string(),
  snapshot: z.string(),
  arn: z.string(),
  status: z.string(),
  percent: count,
  takenAt: instantText.nullable(),
  kmsKey: z.string().nullable(),
  allocatedGiB: z.number().nonnegative(),
  tags: z.record(z.string(), z.string()),
  seenAt: instantText,
});

const snapshots = z.object({ databases: z.array(SeenSnapshot) });

/** What was read of each database; the manifest itself is a raw file. */
export const OpenManifestOutcome = z.object({
  databases: z.array(z.object({ id: z.string(), tables: count })),
});

export const CloseManifestOutcome = z.object({
  databases: z.array(z.object({ id: z.string(), tables: count, rows: count })),
});

export const CatalogueBackupOutcome = z.object({
  entries: z.array(CatalogueEntry),
  /** Earlier good backups of each database, newest first: what size and duration are held against. */
  history: z.array(CatalogueEntry),
});

export const ExpireBackupsOutcome = z.object({
  databases: z.array(
    z.object({
      id: z.string(),
      kept: z.array(z.object({ run: z.string(), takenAt: instantText, reasons: z.array(z.string()) })),
      expired: z.array(z.object({ run: z.string(), takenAt: instantText })),
      /** Expired by the policy, and still there: the control plane would not remove them. */
      left: z.array(z.object({ run: z.string(), reason: z.string() })),
    }),
  ),
});

/** What RemoveIncomplete found of this run that is no backup, and whether it is gone. */
export const RemoveIncompleteOutcome = z.object({
  removed: z.array(z.string()),
  left: z.array(z.object({ snapshot: z.string(), reason: z.string() })),
});

export const BACKUP_OUTCOMES = {
  OpenManifest: OpenManifestOutcome,
  TakeSnapshots: snapshots,
  AwaitSnapshots: snapshots,
  CloseManifest: CloseManifestOutcome,
  CopySnapshots: snapshots,
  AwaitCopies: snapshots,
  CatalogueBackup: CatalogueBackupOutcome,
  ExpireBackups: ExpireBackupsOutcome,
  RemoveIncomplete: RemoveIncompleteOutcome,
} as const;

export type SeenSnapshot = z.infer<typeof SeenSnapshot>;

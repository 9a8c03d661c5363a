import * as z from 'zod';
import { CatalogueEntry } from '../backup/catalogue-entry.ts';
import { instantText } from '../stored.ts';

/** Outcomes of the states of a restore drill. */

const count = z.int().nonnegative();
const place = { region: z.string(), instance: z.string() };

/** A row of the heartbeat's table on the primary, by which a moment is known. sent: by that server's clock. */
export const Marker = z.object({
  run: z.string(),
  writer: z.string(),
  segment: count,
  seq: count,
  sent: instantText,
});

/** A backup of the catalogue: the copy that is restored, and which newer ones are none. */
const FromBackup = z.object({
  kind: z.literal('backup'),
  entry: CatalogueEntry,
  newerFailed: z.array(z.object({ run: z.string(), defects: z.array(z.string()) })),
});

/** at is null where the moment is laid between two markers. wished: what was asked for. */
const FromPointInTime = z.object({
  kind: z.literal('point-in-time'),
  source: z.object(place),
  wished: instantText,
  at: instantText.nullable(),
  window: z.object({ earliest: instantText, latest: instantText }),
});

/** What is restored of a database, and into which instance. */
export const RecoveryPoint = z.object({
  id: z.string(),
  ...place,
  from: z.discriminatedUnion('kind', [FromBackup, FromPointInTime]),
});

/** before: the last row known to have been committed before `at`. after: the first one after it. */
const Marked = z.object({
  id: z.string(),
  at: instantText,
  before: Marker.nullable(),
  after: Marker,
});

const Ordered = z.object({ id: z.string(), ...place, orderedAt: instantText });

/** A restored instance that has accepted a session, as its control plane describes it. */
const Standing = z.object({
  id: z.string(),
  ...place,
  host: z.string(),
  port: z.int().positive(),
  availableAt: instantText,
  acceptedAt: instantText,
  server: z.string(),
  systemIdentifier: z.string(),
  timeline: z.int(),
  subnetGroup: z.string(),
  securityGroups: z.array(z.string()),
  parameterGroup: z.string(),
  optionGroup: z.string(),
  isPublic: z.boolean(),
  deletionProtection: z.boolean(),
  allocatedGiB: z.number().nonnegative(),
  tags: z.record(z.string(), z.string()),
});

const Found = z.object({ what: z.string(), seen: z.string() });

/**
 * What PostgreSQL was asked of its own order. unchecked: what could not be asked, or took too long. beyond: what no tool
 * of this server looks into.
 */
export const IntegrityReport = z.object({
  checked: z.object({
    indexes: count,
    tables: count,
    constraints: count,
    foreignKeys: count,
    sequences: count,
  }),
  problems: z.array(Found),
  unchecked: z.array(Found),
  beyond: z.array(Found),
});

/** What a query of the plan's own has answered; `error` where it answered no single value. */
export const CheckAnswer = z.object({
  name: z.string(),
  expected: z.string(),
  seen: z.string().nullable(),
  passed: z.boolean(),
  error: z.string().nullable(),
});

/** What the restored copy of a database came to; its contents are a raw file. */
const Verified = z.object({
  id: z.string(),
  verifiedAt: instantText,
  sizeBytes: count,
  rows: count,
  integrity: IntegrityReport,
  checks: z.array(CheckAnswer),
  newestHeartbeat: instantText.nullable(),
  /** Of a point in time: which of the two rows are there. Null where a row is not known. */
  markers: z.object({ before: z.boolean().nullable(), after: z.boolean() }).nullable(),
});

export const RESTORE_OUTCOMES = {
  ChooseRecoveryPoint: z.object({ databases: z.array(RecoveryPoint) }),
  WriteMarkers: z.object({ databases: z.array(Marked) }),
  AwaitRestorable: z.object({ databases: z.array(z.object({ id: z.string(), latest: instantText })) }),
  RestoreDatabases: z.object({ databases: z.array(Ordered) }),
  AwaitRestored: z.object({ databases: z.array(Standing) }),
  VerifyRestored: z.object({ databases: z.array(Verified) }),
  RemoveRestored: z.object({
    removed: z.array(z.object({ ...place, goneAt: instantText })),
    left: z.array(z.object({ ...place, reason: z.string() })),
  }),
} as const;

export type Marker = z.infer<typeof Marker>;
export type RecoveryPoint = z.infer<typeof RecoveryPoint>;
export type RestoredStanding = z.infer<typeof Standing>;
export type IntegrityReport = z.infer<typeof IntegrityReport>;
export type CheckAnswer = z.infer<typeof CheckAnswer>;
export type VerifiedDatabase = z.infer<typeof Verified>;
export type MarkedPoint = z.infer<typeof Marked>;

import * as z from 'zod';
import { canonicalJson, readCanonical } from '../canonical-json.ts';
import { formatInstant, type Instant } from '../instant.ts';
import { instantText, SCHEMA_VERSION, schemaVersion } from '../stored.ts';
import { BucketRetention, RetentionMode } from './bucket-retention.ts';

/** Signed with the run: a bucket that keeps nothing is no secret of whoever runs it. */
export const RETENTION_FILE = 'retention.json';

/** How long the files of a run are kept in their bucket, as it was when they were signed. */
export const RetentionFile = z.strictObject({
  schemaVersion,
  region: z.string(),
  bucket: z.string(),
  /** What the plan asks for. */
  asked: z.strictObject({ mode: RetentionMode, seconds: z.number().positive() }),
  store: BucketRetention,
  /** What the files have; null where they have nothing. */
  kept: z.strictObject({ mode: RetentionMode, until: instantText }).nullable(),
  /** Why they have nothing although the bucket could; null for no such reason. */
  problem: z.string().nullable(),
  /** Files that had it when this was written: all but this one, which got it after. */
  files: z.array(z.string()),
});

export type RetentionFile = z.infer<typeof RetentionFile>;

export interface Kept {
  readonly mode: RetentionMode;
  /** Whole seconds. */
  readonly until: Instant;
}

const STRICTEST = (one: RetentionMode, other: RetentionMode) => (one === 'COMPLIANCE' ? one : other);

/**
 * What objects get that are signed at a moment: as long as the plan asks, and never shorter or weaker than what the
 * bucket gives by itself. Null where the bucket keeps nothing, or does not say.
 */
export function keptFrom(at: Instant, asked: RetentionFile['asked'], store: BucketRetention): Kept | null {
  if (store.objectLock !== 'on') return null;
  const { byDefault } = store;
  const seconds = Math.max(asked.seconds, byDefault?.seconds ?? 0);
  return {
    mode: byDefault ? STRICTEST(asked.mode, byDefault.mode) : asked.mode,
    until: Math.ceil(at / 1e6 + seconds) * 1e6,
  };
}

export function retentionText(
  file: Omit<RetentionFile, 'schemaVersion' | 'kept'>,
  kept: Kept | null,
): string {
  const written = kept && { mode: kept.mode, until: formatInstant(kept.until) };
  return canonicalJson({ schemaVersion: SCHEMA_VERSION, ...file, kept: written });
}

/** Null for a text that is no such file, or not its canonical form. */
export function parseRetention(text: string): RetentionFile | null {
  return readCanonical(RetentionFile, text);
}

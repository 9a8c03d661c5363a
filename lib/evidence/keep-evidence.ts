import type { BucketRetention } from '../domain/evidence/bucket-retention.ts';
import {
  type Kept,
  keptFrom,
  parseRetention,
  type RetentionFile,
  retentionText,
} from '../domain/evidence/retention-file.ts';
import { parseInstant } from '../domain/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { Retention } from '../ports/retention.ts';

export interface KeepPorts {
  readonly clock: Clock;
  readonly retention: Retention;
}

export interface KeepOrder extends Pick<RetentionFile, 'asked' | 'region' | 'bucket' | 'files'> {
  readonly keyOf: (file: string) => string;
}

/** What a bucket says of keeping objects; that it does not say is an answer as well. Never rejects. */
export async function storeOf(retention: Pick<Retention, 'store'>): Promise<BucketRetention> {
  return retention.store().catch((error: unknown) => ({ objectLock: 'unknown', problem: wordsOf(error) }));
}

/**
 * Keeps a run's files from being deleted, and answers the text of `retention.json`. Never rejects: a run is signed also
 * where its bucket keeps nothing, and says so.
 */
export async function keepEvidence(
  { clock, retention }: KeepPorts,
  { keyOf, ...order }: KeepOrder,
): Promise<string> {
  const store = await storeOf(retention);
  const kept = keptFrom(clock.now(), order.asked, store);
  const problem = kept && (await keepAll(retention, order.files.map(keyOf), kept).then(() => null, wordsOf));
  const files = kept && problem === null ? order.files.toSorted() : [];
  return retentionText({ ...order, store, problem, files }, problem === null ? kept : null);
}

/** Keeps for as long as the run's files what was written after them. @throws BucketRefused */
export async function keepAlso(
  { retention }: KeepPorts,
  text: string,
  keys: readonly string[],
): Promise<void> {
  const kept = parseRetention(text)?.kept;
  if (kept) await keepAll(retention, keys, { mode: kept.mode, until: parseInstant(kept.until) });
}

async function keepAll(retention: Retention, keys: readonly string[], kept: Kept): Promise<void> {
  await Promise.all(keys.map((key) => retention.keep(key, kept)));
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

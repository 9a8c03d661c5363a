import { runKeys } from '../../domain/run/run-keys.ts';
import { SCHEMA_VERSION } from '../../domain/stored.ts';
import type { Objects } from '../../ports/objects.ts';

/** What is known of a fence that was set before the promotion was seen: the one kind that is taken back. */
export interface EarlyFence {
  /** By this call, or by one before it that did not live to see what became of it. */
  readonly wasBegun: () => boolean;
  readonly isProven: () => boolean;
  /** To be awaited before anything is fenced. */
  readonly begin: () => Promise<void>;
  readonly prove: () => void;
}

/** Remembered in the bucket: whoever calls again after a crash has to know that there may be something to take back. */
export async function earlyFence(objects: Objects, run: string, database: string): Promise<EarlyFence> {
  const key = runKeys.fencedEarly(run, database);
  let begun = (await objects.get(key)) !== null;
  let proven = false;
  return {
    wasBegun: () => begun,
    isProven: () => proven,
    begin: async () => {
      if (begun) return;
      await objects.put(key, `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, database })}\n`);
      begun = true;
    },
    prove: () => {
      proven = true;
    },
  };
}

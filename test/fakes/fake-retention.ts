import type { BucketRetention } from '../../lib/domain/evidence/bucket-retention.ts';
import { formatInstant } from '../../lib/domain/instant.ts';
import type { Retention } from '../../lib/ports/retention.ts';
import type { Journal } from './journal.ts';

export const LOCKING: BucketRetention = { objectLock: 'on', byDefault: null };

export interface FakeRetention extends Retention {
  /** Key, mode and day of everything that is kept, in order. */
  readonly kept: () => readonly string[];
}

/** A bucket with Object Lock that refuses nothing, unless it is said otherwise; an error is thrown. */
export function makeFakeRetention(
  journal: Journal = [],
  {
    store = LOCKING,
    refused,
  }: { store?: BucketRetention | Error; refused?: (key: string) => Error | null } = {},
): FakeRetention {
  const kept: string[] = [];
  const change = (key: string, words: string) => {
    const error = refused?.(key);
    if (error) throw error;
    kept.push(words);
    journal.push(`retention.keep ${words}`);
  };
  return {
    store: async () => {
      if (store instanceof Error) throw store;
      return store;
    },
    keep: async (key, { mode, until }) => change(key, `${key} ${mode} ${formatInstant(until)}`),
    kept: () => kept,
  };
}

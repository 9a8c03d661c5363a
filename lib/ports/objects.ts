import type { Instant } from '../domain/instant.ts';

export interface StoredObject {
  readonly text: string;
  readonly etag: string;
  /** When the bucket took it, by the bucket's clock, in whole seconds rounded down; null where it does not say. */
  readonly storedAt: Instant | null;
}

/** `absent`: only if the key does not exist yet. `etag`: only if the object is still this one. */
export type WriteCondition = { readonly absent: true } | { readonly etag: string };

/** The bucket of one site: strongly consistent, with compare-and-swap. */
export interface Objects {
  /** Null when there is no such key. */
  get(key: string): Promise<StoredObject | null>;
  /** Answers the new entity tag. @throws Conflict when the condition does not hold. */
  put(key: string, text: string, condition?: WriteCondition): Promise<string>;
  /** Keys in ascending order. */
  list(prefix: string): Promise<readonly string[]>;
}

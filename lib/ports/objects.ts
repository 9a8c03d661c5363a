export interface StoredObject {
  readonly text: string;
  readonly etag: string;
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

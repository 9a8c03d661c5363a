import { element, elements, type Xml } from '../../wire/xml.ts';
import { currentVersion, keysWithPrefix, type Bucket } from '../bucket.ts';
import { byUtf8 } from '../by-utf8.ts';
import { CHECKSUM_PREFIX } from '../checksums/algorithms.ts';
import type { StoredObject } from '../object-version.ts';
import { OWNER } from '../owner.ts';
import { commonPrefix, type ListingRequest } from './listing-request.ts';

/** An object, or the common prefix under which several are rolled up. */
export type Entry = { readonly key: string; readonly object: StoredObject } | { readonly prefix: string };

export interface Page {
  readonly entries: readonly Entry[];
  /** The last key or prefix, when more follow. */
  readonly last: string | undefined;
}

/** Current objects behind a key, in the order of their keys, rolled up at the delimiter. */
export function readPage(bucket: Bucket, listing: ListingRequest, after: string): Page {
  const entries: Entry[] = [];
  let last = after;
  for (const key of keysWithPrefix(bucket, listing.prefix)) {
    const prefix = commonPrefix(key, listing);
    const mark = prefix ?? key;
    const object = currentVersion(bucket, key);
    // A common prefix equal to the mark was given already, on this page or on the one before.
    if (object?.kind !== 'object' || byUtf8(mark, last) <= 0) continue;
    if (entries.length >= listing.maxKeys) return { entries, last: entries.length > 0 ? last : undefined };
    entries.push(prefix === undefined ? { key, object } : { prefix });
    last = mark;
  }
  return { entries, last: undefined };
}

export interface Rendering extends ListingRequest {
  readonly withOwner: boolean;
}

export function renderEntry(entry: Entry, { encodeKey, withOwner }: Rendering): Xml {
  if ('prefix' in entry) return element('CommonPrefixes', element('Prefix', encodeKey(entry.prefix)));
  const { key, object } = entry;
  const algorithms = Object.keys(object.checksums).map((name) =>
    name.slice(CHECKSUM_PREFIX.length).toUpperCase(),
  );
  return element('Contents', [
    ...elements({ Key: encodeKey(key), LastModified: object.lastModified, ETag: object.etag }),
    ...algorithms.map((algorithm) => element('ChecksumAlgorithm', algorithm)),
    ...elements({
      ChecksumType: algorithms.length > 0 ? object.checksumType : undefined,
      Size: object.body.length,
      Owner: withOwner ? OWNER : undefined,
      StorageClass: 'STANDARD',
    }),
  ]);
}

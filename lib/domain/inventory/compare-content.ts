import type { ListedObject, ObjectChecksum, ObjectHead } from './listed-object.ts';

/** What an equality of two objects rests on. */
export type Basis = 'size-and-etag' | 'checksum';

/** What tells two objects apart. */
export type Difference = 'size' | 'etag' | 'checksum';

export type Content =
  | { readonly is: 'same'; readonly basis: Basis }
  | { readonly is: 'different'; readonly differs: readonly Difference[] }
  /** Entity tags that differ and that say nothing of the content. */
  | { readonly is: 'undecided' };

/**
 * Whether two objects hold the same bytes, as far as S3 says. Equal entity tags of equal sizes do; tags that differ say
 * something only where both are MD5 of the whole: not of an upload in parts, and not under a key of KMS or of a client
 * (API_Object, ETag). A checksum decides where both have one of the same kind; one of parts that differs decides nothing.
 */
export function compareContent(one: ListedObject | ObjectHead, other: ListedObject | ObjectHead): Content {
  if (one.size !== other.size) return { is: 'different', differs: ['size'] };
  const checksums = compareChecksums(checksumOf(one), checksumOf(other));
  if (checksums === 'same') return { is: 'same', basis: 'checksum' };
  if (checksums === 'different') return { is: 'different', differs: ['checksum'] };
  if (one.etag === other.etag) return { is: 'same', basis: 'size-and-etag' };
  return isDigest(one) && isDigest(other) ? { is: 'different', differs: ['etag'] } : { is: 'undecided' };
}

function checksumOf(object: ListedObject | ObjectHead): ObjectChecksum | null {
  return 'checksum' in object ? object.checksum : null;
}

function compareChecksums(one: ObjectChecksum | null, other: ObjectChecksum | null) {
  if (!one || !other || one.algorithm !== other.algorithm || one.ofParts !== other.ofParts) return 'unknown';
  if (one.value === other.value) return 'same';
  return one.ofParts ? 'unknown' : 'different';
}

/** A listing does not say how an object is encrypted: only the object's own head does. */
function isDigest(object: ListedObject | ObjectHead): boolean {
  return 'etagIsOpaque' in object && !object.etagIsOpaque && /^"[0-9a-f]{32}"$/.test(object.etag);
}

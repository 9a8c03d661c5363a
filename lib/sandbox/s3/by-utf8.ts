const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/**
 * The order in which S3 lists keys: that of the bytes of their UTF-8 (ListObjectsV2, Contents). Code units are ordered
 * alike, but for surrogates, which encode what stands behind all others.
 */
export function byUtf8(left: string, right: string): number {
  if (left === right) return 0;
  let at = 0;
  while (at < left.length && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  if (at >= left.length || at >= right.length) return left.length - right.length;
  const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
  return isSurrogate(one) === isSurrogate(other) ? one - other : isSurrogate(one) ? 1 : -1;
}

function isSurrogate(codeUnit: number): boolean {
  return codeUnit >= FIRST_SURROGATE && codeUnit <= LAST_SURROGATE;
}

import { createHash } from 'node:crypto';

/** Of a million keys a hundred are missing on the replica and a hundred are different there. */
export const KEYS = 1_000_000;
export const PAGE = 1_000;
export const EVERY = 10_000;

const AT = '2026-03-01T10:00:00.000Z';

export type SyntheticSide = 'primary' | 'replica';

export function keyOf(index: number): string {
  return `documents/2026/03/${String(index).padStart(9, '0')}.json`;
}

/** Null where the side has no such object. */
export function etagOf(side: SyntheticSide, index: number): string | null {
  if (side === 'replica' && index % EVERY === 1) return null;
  const content = side === 'replica' && index % EVERY === 2 ? `other ${index}` : `${index}`;
  return createHash('md5').update(content).digest('hex');
}

/** The page of ListObjectVersions behind an index, as S3 writes it. */
export function pageXml(side: SyntheticSide, from: number): string {
  const to = Math.min(from + PAGE, KEYS);
  const more = to < KEYS;
  const next = more
    ? `<NextKeyMarker>${keyOf(to - 1)}</NextKeyMarker><NextVersionIdMarker>${versionOf(to - 1)}</NextVersionIdMarker>`
    : '';
  const versions = Array.from({ length: to - from }, (_, offset) => versionXml(side, from + offset));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${side}</Name><MaxKeys>${PAGE}</MaxKeys><IsTruncated>${more}</IsTruncated>${next}${versions.join('')}</ListVersionsResult>`;
}

export function versionOf(index: number): string {
  return `v${String(index).padStart(31, '0')}`;
}

function versionXml(side: SyntheticSide, index: number): string {
  const etag = etagOf(side, index);
  if (etag === null) return '';
  return `<Version><Key>${keyOf(index)}</Key><VersionId>${versionOf(index)}</VersionId><IsLatest>true</IsLatest><LastModified>${AT}</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>2048</Size><StorageClass>STANDARD</StorageClass></Version>`;
}

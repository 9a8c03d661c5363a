import type { StoredObject } from '../object-version.ts';
import { preconditionFailed } from '../s3-errors.ts';
import { matchesEtag } from '../write-condition.ts';

type Headers = Readonly<Record<string, string>>;

const PREFIX = 'x-amz-copy-source-if-';

/** Headers with which a copy depends on its source. */
export const COPY_CONDITIONS: readonly string[] = [
  'match',
  'none-match',
  'modified-since',
  'unmodified-since',
].map((name) => `${PREFIX}${name}`);

/**
 * An ETag outranks a date on each side (API reference, CopyObject).
 * @throws AwsError PreconditionFailed, which names the header that did not hold
 */
export function checkCopyCondition(headers: Headers, object: StoredObject): void {
  const failed = unmatched(headers, object) ?? unchanged(headers, object);
  if (failed !== null) throw preconditionFailed(`${PREFIX}${failed}`);
}

function unmatched(headers: Headers, { etag, lastModified }: StoredObject): string | null {
  const match = headers[`${PREFIX}match`];
  if (match !== undefined) return matchesEtag(match, etag) ? null : 'match';
  const since = instant(headers[`${PREFIX}unmodified-since`]);
  return since === undefined || lastModified.getTime() <= since ? null : 'unmodified-since';
}

function unchanged(headers: Headers, { etag, lastModified }: StoredObject): string | null {
  const noneMatch = headers[`${PREFIX}none-match`];
  if (noneMatch !== undefined) return matchesEtag(noneMatch, etag) ? 'none-match' : null;
  const since = instant(headers[`${PREFIX}modified-since`]);
  return since === undefined || lastModified.getTime() > since ? null : 'modified-since';
}

function instant(header: string | undefined): number | undefined {
  return header === undefined ? undefined : Date.parse(header);
}

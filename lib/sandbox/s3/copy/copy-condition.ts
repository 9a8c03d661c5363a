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

/** An ETag outranks a date on each side (API reference, CopyObject). @throws AwsError PreconditionFailed */
export function checkCopyCondition(headers: Headers, object: StoredObject): void {
  const match = headers[`${PREFIX}match`];
  const noneMatch = headers[`${PREFIX}none-match`];
  const modified = object.lastModified.getTime();
  const since = instant(headers[`${PREFIX}modified-since`]);
  const unmodified = instant(headers[`${PREFIX}unmodified-since`]);
  const holds =
    match === undefined
      ? unmodified === undefined || modified <= unmodified
      : matchesEtag(match, object.etag);
  const differs =
    noneMatch === undefined ? since === undefined || modified > since : !matchesEtag(noneMatch, object.etag);
  if (!holds || !differs) throw preconditionFailed(`${PREFIX}${holds ? 'none-match' : 'match'}`);
}

function instant(header: string | undefined): number | undefined {
  return header === undefined ? undefined : Date.parse(header);
}

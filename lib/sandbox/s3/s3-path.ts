import { AwsError } from '../wire/aws-error.ts';

export interface S3Path {
  readonly bucket: string;
  /** Undefined when the bucket itself is meant. */
  readonly key: string | undefined;
}

const MOST_KEY_BYTES = 1024;

/** Splits a path-style path. @throws AwsError InvalidURI, KeyTooLongError */
export function parseS3Path(path: string): S3Path {
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: decode(path.slice(1)), key: undefined };
  const key = decode(path.slice(slash + 1));
  if (Buffer.byteLength(key) > MOST_KEY_BYTES) throw new AwsError('KeyTooLongError', 'Your key is too long');
  return { bucket: decode(path.slice(1, slash)), key: key === '' ? undefined : key };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

import { randomBytes } from 'node:crypto';

/**
 * A random id of 4 characters for every 3 bytes, safe in a URL: letters, digits, `_` and `.`, as S3's own version ids
 * are. None begins with `-`, which a command line would take for an option.
 */
export function opaqueId(bytes: number): string {
  return randomBytes(bytes).toString('base64url').replaceAll('-', '.');
}

import type { ObjectVersion } from '../object-version.ts';
import { accessDenied } from '../s3-errors.ts';
import { isRetained } from './retention.ts';

type Headers = Readonly<Record<string, string>>;

/** Says that a governance lock may be put aside. Whoever holds the sandbox's key has that permission. */
export const BYPASS_HEADER = 'x-amz-bypass-governance-retention';

/**
 * Refuses to remove a version that is locked. A legal hold binds everybody; so does COMPLIANCE until its date.
 * @throws AwsError AccessDenied
 */
export function refuseLocked(version: ObjectVersion | undefined, headers: Headers): void {
  if (version?.kind !== 'object') return;
  const { retention, legalHold } = version;
  const bypassed = retention?.mode === 'GOVERNANCE' && isBypassed(headers);
  const held = legalHold === 'ON' || (isRetained(retention, new Date()) && !bypassed);
  if (held) throw lockedObject();
}

export function isBypassed(headers: Headers): boolean {
  return headers[BYPASS_HEADER]?.toLowerCase() === 'true';
}

export function lockedObject() {
  return accessDenied('Access Denied because object protected by object lock.');
}

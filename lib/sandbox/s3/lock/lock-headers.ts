import { now, type Bucket } from '../bucket.ts';
import { hasChecksum } from '../checksums/verify-checksums.ts';
import type { StoredObject } from '../object-version.ts';
import { invalidArgument, invalidRequest } from '../s3-errors.ts';
import { defaultFor, type LegalHold, type Retention, type RetentionMode } from './retention.ts';

type Headers = Readonly<Record<string, string>>;

const MODE = 'x-amz-object-lock-mode';
const UNTIL = 'x-amz-object-lock-retain-until-date';
const HOLD = 'x-amz-object-lock-legal-hold';

/** Headers with which a write locks what it writes. */
export const LOCK_HEADERS: readonly string[] = [MODE, UNTIL, HOLD];

/** What locks a new object: its request, or else the default of its bucket. @throws AwsError InvalidRequest */
export function lockOfNewObject(
  bucket: Bucket,
  headers: Headers,
): Pick<StoredObject, 'retention' | 'legalHold'> {
  const asked = LOCK_HEADERS.some((name) => headers[name] !== undefined);
  if (asked && !bucket.objectLock) throw missingLock();
  return {
    retention: retentionOf(headers) ?? defaultFor(bucket.objectLock, now()),
    legalHold: legalHoldOf(headers),
  };
}

/** An object that will be locked has to come as it was meant (API reference, PutObject, Content-MD5). */
export function requireChecksumOfLocked(bucket: Bucket, headers: Headers): void {
  const locked =
    LOCK_HEADERS.some((name) => headers[name] !== undefined) || bucket.objectLock?.defaultRetention;
  if (!locked || hasChecksum(headers)) return;
  throw invalidRequest(
    'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
  );
}

export function missingLock() {
  return invalidRequest('Bucket is missing Object Lock Configuration');
}

/** A date that lies ahead. */
export function futureDate(text: string, name: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw invalidArgument('The retain until date must be provided in ISO 8601 format', { name, value: text });
  if (date.getTime() > Date.now()) return date;
  throw invalidArgument('The retain until date must be in the future!', { name, value: text });
}

function retentionOf(headers: Headers): Retention | undefined {
  const mode = headers[MODE];
  const until = headers[UNTIL];
  if (mode === undefined && until === undefined) return undefined;
  if (mode === undefined || until === undefined)
    throw invalidArgument(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
      {
        name: mode === undefined ? MODE : UNTIL,
        value: '',
      },
    );
  return { mode: modeOf(mode), until: futureDate(until, UNTIL) };
}

function modeOf(text: string): RetentionMode {
  if (text === 'GOVERNANCE' || text === 'COMPLIANCE') return text;
  throw invalidArgument('Unknown wormMode directive.', { name: MODE, value: text });
}

function legalHoldOf(headers: Headers): LegalHold | undefined {
  const hold = headers[HOLD];
  if (hold === undefined || hold === 'ON' || hold === 'OFF') return hold;
  throw invalidArgument('Legal Hold must be either of ON or OFF', { name: HOLD, value: hold });
}

import { randomBytes, randomUUID } from 'node:crypto';

/** S3 names requests by 16 hexadecimal digits, the other services by a UUID. */
export function newRequestId(service: string): string {
  return service === 's3' ? randomBytes(8).toString('hex').toUpperCase() : randomUUID();
}

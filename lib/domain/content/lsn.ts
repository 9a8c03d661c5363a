import * as z from 'zod';

/** A position in the write-ahead log as PostgreSQL writes it: two hexadecimal numbers. */
export const lsnText = z.string().regex(/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/);

/** True when the one position is not before the other. @throws SyntaxError for what is no position. */
export function hasReached(lsn: string, other: string): boolean {
  return bytesOf(lsn) >= bytesOf(other);
}

function bytesOf(lsn: string): bigint {
  const [high, low] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

const MODULUS = 0x1_0000_0000n;
const HALF = 0x8000_0000n;

/**
 * True when a transaction had certainly ended before a snapshot was taken: it is older than the oldest that ran then.
 * A snapshot (`xmin:xmax:running`) names no subtransactions, so of later ids nothing is certain. A row has the lower 32
 * bits of an id, which compare in a circle (postgresql.org/docs/17/transaction-id.html).
 */
export function endedBefore(xid: string, snapshot: string): boolean {
  const [oldest = ''] = snapshot.split(':');
  const distance = (((BigInt(oldest) - BigInt(xid)) % MODULUS) + MODULUS) % MODULUS;
  return distance > 0n && distance < HALF;
}

/** What a row's xmax is when nobody has deleted or locked it. */
export const NO_TRANSACTION = '0';

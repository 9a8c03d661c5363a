/** A position in the write-ahead log, such as 0/3000100, as a number of bytes (postgresql.org/docs/17/datatype-pg-lsn.html). */
export function walPosition(lsn: string): bigint {
  const [high, low] = lsn.split('/');
  if (high === undefined || low === undefined) throw new RangeError(`${lsn} is no position in the log`);
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** Whether what was replayed reaches what is wanted. */
export function hasReached(replayed: string, wanted: string): boolean {
  return walPosition(replayed) >= walPosition(wanted);
}

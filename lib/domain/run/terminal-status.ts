/**
 * Statuses of an instance that it never leaves by itself: to wait for its promotion is pointless (RDS User Guide,
 * viewing the status of a DB instance). Every other one, such as backing-up, ends.
 */
const TERMINAL = [
  'failed',
  'deleting',
  'stopped',
  'storage-full',
  'restore-error',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
] as const;

export function isTerminalStatus(status: string): boolean {
  return status.startsWith('incompatible-') || TERMINAL.some((terminal) => terminal === status);
}

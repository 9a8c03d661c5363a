/** Logs by their leaves, without those that another one begins with: an earlier export of a log says nothing of its own. */
export function distinctLogs<Log extends { readonly leaves: readonly string[] }>(
  logs: readonly Log[],
): readonly Log[] {
  return logs.filter(
    (log, place) =>
      !logs.some(
        (other, at) =>
          at !== place &&
          begins(other.leaves, log.leaves) &&
          (other.leaves.length > log.leaves.length || at < place),
      ),
  );
}

function begins(log: readonly string[], first: readonly string[]): boolean {
  return log.length >= first.length && first.every((leaf, index) => log[index] === leaf);
}

/**
 * Which leaves of a log no checkpoint of these sizes covers; null where each is covered. Such leaves may have been put there, or
 * others left out behind them, by whoever wrote the file. `name`: what the log is called where there are more.
 */
export function unsignedTail(
  log: readonly string[] | null,
  sizes: readonly number[],
  name = '--log',
): string | null {
  const signed = Math.max(0, ...sizes);
  if (!log || log.length <= signed) return null;
  const which =
    log.length === signed + 1 ? `leaf ${signed} stands` : `leaves ${signed} to ${log.length - 1} stand`;
  return `${name}: ${which} behind every checkpoint that was given, so that nobody has signed the end of it: name the checkpoint that was exported beside it as --since`;
}

import { type LogLeaf, parseLeaf } from './log-leaf.ts';

const PARSED = new WeakMap<readonly string[], readonly (LogLeaf | null)[]>();

/** The leaves of an exported log, null for one that cannot be read. Parsed once a log, however many runs are held against it. */
export function parsedLeaves(log: readonly string[]): readonly (LogLeaf | null)[] {
  const known = PARSED.get(log);
  if (known) return known;
  const leaves = log.map(parseLeaf);
  PARSED.set(log, leaves);
  return leaves;
}

/** Those of them that can be read. */
export function readableLeaves(log: readonly string[]): readonly LogLeaf[] {
  return parsedLeaves(log).filter((leaf) => leaf !== null);
}

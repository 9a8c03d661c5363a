import { type HashBytes, utf8 } from '../bytes.ts';
import { EMPTY_FRONTIER, extended, rootOf } from './frontier.ts';
import type { LogEntry } from './log-entry.ts';
import { leafHash } from './tree-hash.ts';

/** A log for whoever has no access to its bucket: each leaf's text on a line, from the first on. */
export function logText(entries: readonly Pick<LogEntry, 'text'>[]): string {
  return entries.map(({ text }) => `${text}\n`).join('');
}

/** Leaves of what `logText` wrote. */
export function leavesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** Root of the tree of the first so many leaves; null where there are fewer. */
export function rootAt(sha256: HashBytes, leaves: readonly string[], size: number): Uint8Array | null {
  if (size > leaves.length) return null;
  let tree = EMPTY_FRONTIER;
  for (const leaf of leaves.slice(0, size)) tree = extended(sha256, tree, leafHash(sha256, utf8(leaf)));
  return rootOf(sha256, tree);
}

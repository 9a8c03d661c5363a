import { parseInstant } from '../instant.ts';
import type { ProofFile } from '../evidence/proof-file.ts';
import { keyStanding } from '../log/key-standing.ts';
import { type LogLeaf, parseLeaf } from '../log/log-leaf.ts';
import { parsedLeaves, readableLeaves } from '../log/parsed-leaves.ts';
import type { Finding } from './finding.ts';

/** A file, and the key that it was signed with. */
export interface KeyUse {
  readonly file: string;
  readonly keyId: string;
}

/**
 * Whether the log says that a key did not hold when the run's end was logged. What is logged before that end counts
 * whatever moment it is said to be of: a thief can date an end back, and cannot put it before what is in the log already.
 * A key that the log says nothing of is as good as whoever trusts it.
 */
export function checkKeys(
  log: readonly string[],
  { end }: ProofFile,
  uses: readonly KeyUse[],
): readonly Finding[] {
  const ended = parseLeaf(end.leaf);
  if (ended?.type !== 'end') return [];
  const leaves = readableLeaves(log);
  const before = parsedLeaves(log)
    .slice(0, end.index)
    .filter((leaf) => leaf !== null);
  return uses.flatMap(({ file, keyId }) => {
    const standing = isRevoked(before, keyId)
      ? 'revoked'
      : keyStanding(leaves, keyId, parseInstant(ended.at));
    if (standing === 'held' || standing === 'unknown') return [];
    const says = `signed by the key ${keyId}, which the log has as ${WORDS[standing]} when the run's end was logged`;
    return [{ kind: 'no-trusted-key', file, says }];
  });
}

const WORDS = { 'not-yet': 'not in use yet', expired: 'expired', revoked: 'revoked' } as const;

function isRevoked(leaves: readonly LogLeaf[], keyId: string): boolean {
  return leaves.some((leaf) => leaf.type === 'key' && leaf.action === 'revoked' && leaf.keyId === keyId);
}

import { type HashBytes, sameBytes } from '../bytes.ts';
import type { TreeHead } from '../log/checkpoint.ts';
import { rootAt } from '../log/log-text.ts';
import type { Finding } from './finding.ts';
import type { Verifier } from './verifier.ts';

/**
 * Whether the log of a run's checkpoint is the one that whoever verifies knows: by a checkpoint that they kept, by the
 * log's leaves, or by both. Between two sizes nothing is shown without the leaves.
 */
export function checkSince(
  { sha256, since, log }: Verifier,
  file: string,
  checkpoint: TreeHead,
): readonly Finding[] {
  const kept = since?.checkpoint ?? null;
  const seen = otherLog(kept, checkpoint) ?? (log ? null : comparedAlone(kept, checkpoint));
  if (seen) return [{ ...seen, file }];
  if (!log) return [];
  const heads = kept ? [checkpoint, kept] : [checkpoint];
  return rootsInLog(sha256, log, heads).map((says) => ({ kind: 'log-forked', file, says }));
}

/** What contradicts each tree head in a log's leaves; nothing where all of them are of that log. */
export function rootsInLog(
  sha256: HashBytes,
  log: readonly string[],
  heads: readonly TreeHead[],
): readonly string[] {
  return heads.flatMap(({ size, root }) => {
    const found = rootAt(sha256, log, size);
    if (found && sameBytes(found, root)) return [];
    return found
      ? [`the first ${size} leaves of the log have another root than a checkpoint of it`]
      : [`the log has ${log.length} leaves, and a checkpoint of it ${size}`];
  });
}

type Seen = Omit<Finding, 'file'> | null;

function otherLog(kept: TreeHead | null, { origin }: TreeHead): Seen {
  if (!kept || kept.origin === origin) return null;
  return {
    kind: 'not-in-log',
    says: `is of the log ${origin}; the kept checkpoint is of ${kept.origin}`,
  };
}

/** What two checkpoints say of each other without the leaves between them. */
function comparedAlone(kept: TreeHead | null, { size, root }: TreeHead): Seen {
  if (!kept || (kept.size === size && sameBytes(kept.root, root))) return null;
  const sizes = `is of ${size} leaves, and the kept checkpoint of ${kept.size}`;
  if (kept.size > size) {
    return {
      kind: 'checkpoint-replayed',
      says: `${sizes}: it is an old one, and only the log itself (--log) can show that it is of the same log`,
    };
  }
  const says =
    kept.size < size
      ? `${sizes}: only the log itself (--log) can show that the one grew out of the other`
      : `${sizes}, with another root: there are two logs`;
  return { kind: 'log-forked', says };
}

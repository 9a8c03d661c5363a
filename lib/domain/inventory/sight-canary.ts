import { formatInstant, type Instant } from '../instant.ts';
import type { CanarySighting, SentCanaryEntry } from '../record/bucket-outcomes.ts';
import type { ObjectHead } from './listed-object.ts';

/** One look at a canary on both sides. */
export interface CanaryLook {
  readonly source: ObjectHead | null;
  readonly replica: ObjectHead | null;
  readonly began: Instant;
  readonly answered: Instant;
}

/** Before anybody has looked. */
export function unsighted(id: string): CanarySighting {
  return {
    id,
    lastUnseenAt: null,
    seenAt: null,
    completedAt: null,
    replica: null,
    sourceStatus: null,
    lookedAt: null,
    problem: null,
  };
}

/** What is known of a canary after one look more. */
export function sightCanary(
  canary: SentCanaryEntry,
  before: CanarySighting,
  { source, replica, began, answered }: CanaryLook,
): CanarySighting {
  const sourceStatus = source?.versionId === canary.versionId ? source.replicationStatus : null;
  const isThere = replica !== null && isSame(canary, replica);
  const isCompleted = sourceStatus === 'COMPLETED';
  return {
    id: canary.id,
    lastUnseenAt: isThere || before.seenAt !== null ? before.lastUnseenAt : formatInstant(began),
    seenAt: before.seenAt ?? (isThere ? formatInstant(answered) : null),
    completedAt: before.completedAt ?? (isCompleted ? formatInstant(answered) : null),
    replica: replica && { versionId: replica.versionId, size: replica.size, checksum: replica.checksum },
    sourceStatus,
    lookedAt: formatInstant(began),
    problem: null,
  };
}

/** Version, size and checksum; a checksum that one side lacks proves nothing. */
export function isSame(
  { versionId, size, checksum }: Pick<SentCanaryEntry, 'versionId' | 'size' | 'checksum'>,
  other: Pick<SentCanaryEntry, 'versionId' | 'size' | 'checksum'>,
): boolean {
  return (
    versionId === other.versionId &&
    size === other.size &&
    checksum !== null &&
    checksum.algorithm === other.checksum?.algorithm &&
    checksum.value === other.checksum.value
  );
}

/** Whether no further look can say more: it arrived, or S3 says that it never will. */
export function isSettled({ seenAt, completedAt, sourceStatus, problem }: CanarySighting): boolean {
  return (seenAt !== null && completedAt !== null) || sourceStatus === 'FAILED' || problem !== null;
}

import { SnapshotFailed, SnapshotPending } from '../../domain/failure.ts';
import { formatInstant } from '../../domain/instant.ts';
import type { SeenSnapshot } from '../../domain/record/backup-outcomes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Snapshot, Snapshots } from '../../ports/snapshots.ts';
import { lookUntil } from './look-until.ts';

/** How long one call of a step watches; after it the workflow tries again. */
const WATCH_MS = 20_000;
const POLL_MS = 250;

/** A snapshot as it stands in the record. */
export function seenSnapshot(clock: Clock, id: string, snapshot: Snapshot): SeenSnapshot {
  const { region, snapshot: name, arn, status, percent, takenAt, kmsKey, allocatedGiB, tags } = snapshot;
  return {
    id,
    region,
    snapshot: name,
    arn,
    status,
    percent,
    takenAt: takenAt === null ? null : formatInstant(takenAt),
    kmsKey,
    allocatedGiB,
    tags,
    seenAt: formatInstant(clock.now()),
  };
}

/**
 * Waits until a snapshot is available, and answers it as it was seen then.
 * @throws SnapshotPending while it is being made (to be retried), SnapshotFailed, SnapshotMissing
 */
export async function awaitAvailable(
  { clock, snapshots }: { readonly clock: Clock; readonly snapshots: Snapshots },
  { id, region, snapshot }: SeenSnapshot,
): Promise<SeenSnapshot> {
  const seen = await lookUntil(clock, {
    look: () => snapshots.describe({ region, snapshot }),
    enough: ({ status }) => status === 'available' || status === 'failed',
    deadline: clock.now() + WATCH_MS * 1000,
    everyMs: POLL_MS,
  });
  if (seen.status === 'available') return seenSnapshot(clock, id, seen);
  const facts = {
    subject: `snapshot ${snapshot} in ${region}`,
    seen: `${seen.status}, ${seen.percent} per cent`,
    limit: 'available',
  };
  throw seen.status === 'failed' ? new SnapshotFailed(facts) : new SnapshotPending(facts);
}

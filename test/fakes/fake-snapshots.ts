import { SnapshotMissing, SnapshotRefused } from '../../lib/domain/failure.ts';
import { RUN_TAG } from '../../lib/domain/run/resource-tags.ts';
import type { Snapshot, SnapshotOrder, SnapshotRef, Snapshots } from '../../lib/ports/snapshots.ts';
import { type Journal, noted } from './journal.ts';

export interface FakeSnapshots extends Snapshots {
  /** What is there now, by region and name. */
  present(): readonly string[];
}

export const TAKEN_AT = Date.parse('2026-03-01T12:00:01Z') * 1000;

/** A snapshot of orders-north, as RDS describes one that is ready. */
export function snapshotOf(ref: SnapshotRef, other: Partial<Snapshot> = {}): Snapshot {
  return {
    ...ref,
    arn: `arn:aws:rds:${ref.region}:111122223333:snapshot:${ref.snapshot}`,
    instance: 'orders-north',
    status: 'available',
    percent: 100,
    createdAt: TAKEN_AT,
    takenAt: TAKEN_AT,
    kmsKey: null,
    allocatedGiB: 20,
    tags: {},
    ...other,
  };
}

/** Snapshots of two regions, which are ready at once; `status` says what becomes of new ones. */
export function makeFakeSnapshots(
  journal: Journal = [],
  { before = [], status = 'available' }: { before?: readonly Snapshot[]; status?: string } = {},
): FakeSnapshots {
  const known = new Map(before.map((snapshot) => [nameOf(snapshot), snapshot]));
  const make = async (verb: string, { run, tags, ...order }: SnapshotOrder, other: Partial<Snapshot>) => {
    await noted(journal, `snapshots.${verb} ${nameOf(order)}`);
    const found = known.get(nameOf(order));
    if (found && found.tags[RUN_TAG] !== run)
      throw new SnapshotRefused({ subject: nameOf(order), seen: 'it exists', limit: 'none' });
    const made = found ?? snapshotOf(order, { status, tags: { ...tags, [RUN_TAG]: run }, ...other });
    known.set(nameOf(order), made);
    return made;
  };
  return {
    create: ({ instance, ...order }) => make('create', order, { instance }),
    copy: ({ source: _, kmsKey, ...order }) =>
      make('copy', order, { kmsKey: kmsKey && `arn:aws:kms:${order.region}:111122223333:${kmsKey}` }),
    describe: async (ref) => {
      const found = known.get(nameOf(ref));
      if (found) return found;
      throw new SnapshotMissing({ subject: ref.region, seen: `no snapshot ${ref.snapshot}`, limit: 'one' });
    },
    list: async (region, instance) =>
      [...known.values()].filter((one) => one.region === region && one.instance === instance),
    remove: async (ref) => {
      await noted(journal, `snapshots.remove ${nameOf(ref)}`);
      known.delete(nameOf(ref));
    },
    present: () => [...known.keys()],
  };
}

function nameOf({ region, snapshot }: SnapshotRef): string {
  return `${region}/${snapshot}`;
}

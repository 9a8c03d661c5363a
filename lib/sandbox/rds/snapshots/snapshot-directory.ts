import { AwsError } from '../../wire/aws-error.ts';
import type { DatabaseSnapshot } from './snapshot.ts';

/** All snapshots of a sandbox, found within the region that is asked. */
export interface SnapshotDirectory {
  add(snapshot: DatabaseSnapshot): void;
  remove(snapshot: DatabaseSnapshot): void;
  inRegion(region: string): readonly DatabaseSnapshot[];
  /** By identifier or ARN. @throws AwsError DBSnapshotNotFound */
  require(region: string, identifier: string): DatabaseSnapshot;
  /** @throws AwsError DBSnapshotAlreadyExists */
  refuseTaken(region: string, id: string): void;
}

export function makeSnapshotDirectory(): SnapshotDirectory {
  const all = new Set<DatabaseSnapshot>();
  const inRegion = (region: string) => [...all].filter(({ parts }) => parts.region === region);
  return {
    add: (snapshot) => void all.add(snapshot),
    remove: (snapshot) => void all.delete(snapshot),
    inRegion,
    require(region, identifier) {
      const name = identifier.toLowerCase();
      const found = inRegion(region).find(({ parts: { id, arn } }) => [id, arn].includes(name));
      if (!found) throw new AwsError('DBSnapshotNotFound', `DBSnapshot not found: ${identifier}`, 404);
      return found;
    },
    refuseTaken(region, id) {
      if (inRegion(region).some(({ parts }) => parts.id === id))
        throw new AwsError(
          'DBSnapshotAlreadyExists',
          `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`,
        );
    },
  };
}

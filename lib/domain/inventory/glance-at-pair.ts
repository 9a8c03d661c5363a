import { type Basis, compareContent } from './compare-content.ts';
import type { CountedKind } from './inventory-line.ts';
import type { KeyPair, ListedObject } from './listed-object.ts';

/** What is settled of a key, of which no more than the number is kept. */
export interface Settled {
  readonly kind: CountedKind;
  readonly basis: Basis | null;
}

/**
 * What two listings settle of a key; null where they do not, and the objects themselves have to be asked. `keeps` says
 * whether the replica keeps what is deleted at the primary, as rules without replication of delete markers want it.
 */
export function glanceAtPair(
  { key, primary, replica }: KeyPair,
  keeps: (key: string) => boolean,
): Settled | null {
  if (!isLive(primary) && !isLive(replica)) return { kind: 'gone', basis: null };
  if (primary?.deleteMarker && keeps(key)) return { kind: 'kept', basis: null };
  if (!isLive(primary) || !isLive(replica)) return null;
  const content = compareContent(primary, replica);
  if (content.is !== 'same') return null;
  const kind = primary.versionId === replica.versionId ? 'same' : 'other-version';
  return { kind, basis: content.basis };
}

export function isLive<T extends ListedObject>(object: T | null): object is T {
  return object !== null && !object.deleteMarker;
}

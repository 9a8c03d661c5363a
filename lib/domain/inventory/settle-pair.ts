import { type Instant, secondsBetween } from '../instant.ts';
import { compareContent, type Difference } from './compare-content.ts';
import { glanceAtPair, isLive, type Settled } from './glance-at-pair.ts';
import type { NamedKind } from './inventory-line.ts';
import type { KeyPair, ListedObject, ObjectHead } from './listed-object.ts';

/** A key on which two listings differ. */
export interface DifferingPair {
  readonly listed: KeyPair;
  /** Both objects asked for, first the primary's, then the replica's; null when too many differ to ask for all. */
  readonly heads: KeyPair<ObjectHead> | null;
  readonly seenAt: Instant;
}

export interface Unsettled {
  readonly kind: NamedKind;
  readonly differs: readonly Difference[];
}

/** What younger objects may still be short of, and what is kept though it was deleted. */
export interface PairRules {
  readonly graceSeconds: number;
  readonly keeps: (key: string) => boolean;
}

/**
 * What becomes of a key on which the listings differ. They were read at different moments, so what the objects themselves
 * say counts, where they were asked; and a source that was replicated before its replica was asked for is late no more:
 * what the replica lacks then was lost there.
 */
export function settlePair(pair: DifferingPair, rules: PairRules): Settled | Unsettled {
  const now = pair.heads ? withMarkers(pair.heads, pair.listed) : pair.listed;
  const settled = glanceAtPair(now, rules.keeps);
  if (settled) return settled;
  const isYoung = (object: ListedObject) =>
    secondsBetween(object.lastModified, pair.seenAt) <= rules.graceSeconds;
  if (!isLive(now.primary)) return unsettled(isLeaving(pair, now, isYoung) ? 'on-its-way' : 'extra');
  const short = whatIsShort(now);
  if (pair.heads) return { ...short, kind: kindByStatus(pair.heads, isYoung) ?? short.kind };
  return isYoung(now.primary) ? { ...short, kind: 'on-its-way' } : short;
}

/** Whether the replica's object is a copy of one that was deleted a moment ago. Somebody else's is none. */
function isLeaving({ heads }: DifferingPair, now: KeyPair, isYoung: (object: ListedObject) => boolean) {
  const isCopy = heads ? heads.replica?.replicationStatus === 'REPLICA' : now.primary !== null;
  const last = now.primary ?? now.replica;
  return isCopy && last !== null && isYoung(last);
}

/** What S3 says of a copy that is not there, or is of another version. Null where it says that nothing is to come. */
function kindByStatus({ primary, replica }: KeyPair<ObjectHead>, isYoung: (object: ListedObject) => boolean) {
  if (primary?.replicationStatus === 'FAILED') return 'failed';
  if (primary?.replicationStatus === 'PENDING') return 'on-its-way';
  // A newer version was written and copied between the two questions.
  const isOvertaken =
    replica?.replicationStatus === 'REPLICA' &&
    replica.lastModified >= (primary?.lastModified ?? Number.POSITIVE_INFINITY) &&
    isYoung(replica);
  return isOvertaken ? 'on-its-way' : null;
}

function unsettled(kind: NamedKind, differs: readonly Difference[] = []): Unsettled {
  return { kind, differs };
}

function whatIsShort({ primary, replica }: KeyPair): Unsettled {
  if (!primary || !isLive(replica)) return unsettled('missing');
  const content = compareContent(primary, replica);
  return content.is === 'different' ? unsettled('different', content.differs) : unsettled('undecided');
}

/** A head finds no delete marker: where nothing is to be read, the listing says what stands there. */
function withMarkers(heads: KeyPair<ObjectHead>, listed: KeyPair): KeyPair {
  return {
    key: listed.key,
    primary: heads.primary ?? markerOf(listed.primary),
    replica: heads.replica ?? markerOf(listed.replica),
  };
}

function markerOf(object: ListedObject | null): ListedObject | null {
  return object?.deleteMarker ? object : null;
}

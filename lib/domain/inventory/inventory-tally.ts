import { formatInstant, type Instant } from '../instant.ts';
import { SCHEMA_VERSION } from '../stored.ts';
import type { Basis } from './compare-content.ts';
import { isLive, type Settled } from './glance-at-pair.ts';
import type { EndLine, LineObject, NamedKind, NamedLine, SummaryLine } from './inventory-line.ts';
import type { KeyPair, ListedObject, ObjectHead } from './listed-object.ts';
import type { DifferingPair, Unsettled } from './settle-pair.ts';

/** One slice of the inventory of a pair of buckets: the keys behind `after`. */
export interface SliceRef {
  readonly bucket: string;
  readonly slice: number;
  readonly after: string | null;
}

export interface SideNames {
  readonly primary: { readonly name: string; readonly region: string };
  readonly replica: { readonly name: string; readonly region: string };
}

export interface InventoryTally {
  listed(pair: KeyPair): void;
  settled(settled: Settled): void;
  unsettled(pair: DifferingPair, found: Unsettled): void;
  lines(end: SliceEnd): readonly (SummaryLine | NamedLine | EndLine)[];
}

interface SliceEnd {
  readonly through: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
}

export const NO_COUNTS: EndLine['counts'] = {
  same: 0,
  'other-version': 0,
  gone: 0,
  kept: 0,
  missing: 0,
  extra: 0,
  different: 0,
  undecided: 0,
  'on-its-way': 0,
  failed: 0,
};

/** Counts everything that it is told of, and names the first `mostNamed` of each kind. */
export function makeTally(ref: SliceRef, sides: SideNames, mostNamed: number): InventoryTally {
  const common = { schemaVersion: SCHEMA_VERSION, bucket: ref.bucket, slice: ref.slice } as const;
  const counts = { ...NO_COUNTS };
  const equalBy: Record<Basis, number> = { 'size-and-etag': 0, checksum: 0 };
  const named: NamedLine[] = [];
  const [primary, replica] = [makeSum(), makeSum()];
  const longest = makeLongest();
  return {
    listed: (pair) => {
      primary.add(pair.primary);
      replica.add(pair.replica);
    },
    settled: ({ kind, basis }) => {
      counts[kind] += 1;
      if (basis) equalBy[basis] += 1;
    },
    unsettled: (pair, found) => {
      counts[found.kind] += 1;
      if (counts[found.kind] <= mostNamed) named.push({ ...common, ...namedOf(pair, found) });
      if (found.kind === 'on-its-way') longest.add(pair);
    },
    lines: ({ through, startedAt, endedAt }) => [
      { ...common, line: 'summary', side: 'primary', ...sides.primary, ...primary.sum() },
      { ...common, line: 'summary', side: 'replica', ...sides.replica, ...replica.sum() },
      ...named,
      {
        ...common,
        line: 'end',
        after: ref.after,
        through,
        startedAt: formatInstant(startedAt),
        endedAt: formatInstant(endedAt),
        counts,
        equalBy,
        longestOnItsWay: longest.found(),
        problem: null,
      },
    ],
  };
}

function makeSum() {
  let [objects, bytes, deleteMarkers] = [0, 0, 0];
  return {
    add: (object: ListedObject | null): void => {
      if (isLive(object)) {
        objects += 1;
        bytes += object.size;
      } else if (object) deleteMarkers += 1;
    },
    sum: () => ({ objects, bytes, deleteMarkers }),
  };
}

function makeLongest() {
  let longest: { readonly key: string; readonly lastModified: Instant; readonly seenAt: Instant } | null =
    null;
  return {
    add: ({ listed, heads, seenAt }: DifferingPair): void => {
      const lastModified = (heads?.primary ?? listed.primary ?? listed.replica)?.lastModified ?? seenAt;
      if (longest && seenAt - lastModified <= longest.seenAt - longest.lastModified) return;
      longest = { key: listed.key, lastModified, seenAt };
    },
    found: () =>
      longest && {
        key: longest.key,
        lastModified: formatInstant(longest.lastModified),
        seenAt: formatInstant(longest.seenAt),
      },
  };
}

function namedOf(
  { listed, heads, seenAt }: DifferingPair,
  found: { kind: NamedKind; differs: Unsettled['differs'] },
) {
  return {
    line: found.kind,
    key: listed.key,
    primary: lineObject(heads?.primary ?? listed.primary),
    replica: lineObject(heads?.replica ?? listed.replica),
    differs: [...found.differs],
    looked: heads !== null,
    seenAt: formatInstant(seenAt),
  };
}

function lineObject(object: ListedObject | ObjectHead | null): LineObject | null {
  if (!object) return null;
  const { versionId, size, etag, lastModified, deleteMarker } = object;
  const asked =
    'checksum' in object ? { checksum: object.checksum, replicationStatus: object.replicationStatus } : {};
  return { versionId, size, etag, lastModified: formatInstant(lastModified), deleteMarker, ...asked };
}

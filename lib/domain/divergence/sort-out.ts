import { type Branch, inFull } from './branch.ts';
import { originOnOld, originOnPromoted, type RowOrigin, type TransactionStatus } from './row-origin.ts';

/** One version of a row by its place, the transaction that made it, and a digest of its text. */
export interface PlacedVersion {
  readonly ctid: string;
  readonly xmin: string;
  readonly digest: string;
}

/** A place whose row differs. certain: false where it is not known who made the difference. */
export interface Difference {
  readonly ctid: string;
  readonly certain: boolean;
}

export interface Differences {
  /** Of the old primary: rows that the promoted server never had. */
  readonly onOld: readonly Difference[];
  /** Of the promoted server: rows that the old primary had too, and has no more. */
  readonly onPromoted: readonly Difference[];
}

type Statuses = ReadonlyMap<string, TransactionStatus>;

export interface BothVersions {
  readonly old: readonly PlacedVersion[];
  readonly promoted: readonly PlacedVersion[];
}

/** Those of a range that are not on the other server: a version never changes, and never comes back. */
export function unmatched({ old, promoted }: BothVersions, branch: Branch): BothVersions {
  const [here, there] = [promoted, old].map((versions) => new Set(versions.flatMap(namesOf)));
  const known = (next: bigint, xmin: string) => inFull(xmin, next) < branch.known;
  // The same number in the same place may be another transaction's row, as long as it is not known to be the same.
  const isOn = (names: Set<string> | undefined, version: PlacedVersion, next: bigint) =>
    names?.has(known(next, version.xmin) ? shortName(version) : longName(version)) ?? false;
  return {
    old: old.filter((version) => !isOn(here, version, branch.oldNext)),
    promoted: promoted.filter((version) => !isOn(there, version, branch.promotedNext)),
  };
}

/** Numbers in full that the other server has to be asked for, which are those that it has begun. */
export function toAsk({ old, promoted }: BothVersions, { oldNext, promotedNext }: Branch) {
  return {
    ofPromoted: begun(old, oldNext, promotedNext),
    ofOld: begun(promoted, promotedNext, oldNext),
  };
}

function begun(versions: readonly PlacedVersion[], next: bigint, elsewhereNext: bigint): readonly string[] {
  const numbers = new Set(versions.map(({ xmin }) => inFull(xmin, next)));
  return [...numbers].filter((xid) => xid >= 0n && xid < elsewhereNext).map(String);
}

/** What the promoted server has changed since is no divergence of the old primary's, and the other way round. */
export function sortOut(
  { old, promoted }: BothVersions,
  branch: Branch,
  statuses: { readonly onPromoted: Statuses; readonly onOld: Statuses },
): Differences {
  const ofOld = (xmin: string) => statuses.onPromoted.get(String(inFull(xmin, branch.oldNext))) ?? null;
  const ofPromoted = (xmin: string) => statuses.onOld.get(String(inFull(xmin, branch.promotedNext))) ?? null;
  return {
    onOld: differing(old, 'own', ({ xmin }) => originOnOld({ xmin, elsewhere: ofOld(xmin) }, branch)),
    onPromoted: differing(promoted, 'shared', ({ xmin }) =>
      originOnPromoted({ xmin, elsewhere: ofPromoted(xmin) }, branch),
    ),
  };
}

function differing(
  versions: readonly PlacedVersion[],
  wanted: RowOrigin,
  originOf: (version: PlacedVersion) => RowOrigin,
): readonly Difference[] {
  return versions.flatMap((version) => {
    const origin = originOf(version);
    if (origin !== wanted && origin !== 'unclear') return [];
    return [{ ctid: version.ctid, certain: origin === wanted }];
  });
}

function namesOf(version: PlacedVersion): readonly string[] {
  return [shortName(version), longName(version)];
}

function shortName({ ctid, xmin }: PlacedVersion): string {
  return `${ctid} ${xmin}`;
}

function longName(version: PlacedVersion): string {
  return `${shortName(version)} ${version.digest}`;
}

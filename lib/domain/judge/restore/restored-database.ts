import { type Instant, parseInstant } from '../../instant.ts';
import type { BackupManifest } from '../../manifest/backup-manifest.ts';
import { copyDifferences } from '../../manifest/copy-differences.ts';
import { copyGaps } from '../../manifest/copy-gaps.ts';
import type { CopyLine } from '../../manifest/copy-line.ts';
import { type CopyResult, copyResult } from '../../manifest/copy-result.ts';
import type { Interval } from '../../measurement/interval.ts';
import type {
  MarkedPoint,
  RecoveryPoint,
  RestoredStanding,
  VerifiedDatabase,
} from '../../record/restore-outcomes.ts';
import type { RestoreInput } from '../../run/restore-input.ts';
import type { RunFacts } from '../run-facts.ts';

/** All that the files say of one database that was to be restored; null is what it did not come to. */
export interface RestoredDatabase {
  readonly id: string;
  readonly point: RecoveryPoint | null;
  readonly marked: MarkedPoint | null;
  readonly orderedAt: Instant | null;
  readonly standing: RestoredStanding | null;
  readonly verified: VerifiedDatabase | null;
  /** Null where there is no manifest: of a point in time, or of a copy that was never read. */
  readonly copy: CopyResult | null;
  /** Within which the last moment lies that the copy is proven to hold; null when none is. */
  readonly reach: Interval | null;
}

interface RawLines {
  readonly manifests: readonly BackupManifest[];
  readonly lines: readonly CopyLine[];
}

/** Brings together what each state has seen of each database. */
export function restoredDatabases(
  { databases }: RestoreInput,
  facts: RunFacts,
  { manifests, lines }: RawLines,
): readonly RestoredDatabase[] {
  return databases.map(({ id }) => {
    const of = <T extends { readonly id: string }>(seen: { databases: readonly T[] } | null): T | null =>
      seen?.databases.find((one) => one.id === id) ?? null;
    const point = of(facts.outcome('ChooseRecoveryPoint'));
    const marked = of(facts.outcome('WriteMarkers'));
    const verified = of(facts.outcome('VerifyRestored'));
    const ordered = of(facts.outcome('RestoreDatabases'));
    const manifest = manifests.find(({ database }) => database === id) ?? null;
    const own = lines.filter(({ database }) => database === id);
    const copy = manifest && copyResult(manifest, own);
    return {
      id,
      point,
      marked,
      orderedAt: ordered && parseInstant(ordered.orderedAt),
      standing: of(facts.outcome('AwaitRestored')),
      verified,
      copy,
      reach: verified && (marked ? reachOfMoment(marked, verified) : reachOfBackup(manifest, copy, verified)),
    };
  });
}

/** The last commit that a point in time holds lies between the two rows, of which it has one. */
function reachOfMoment({ before, after }: MarkedPoint, { markers }: VerifiedDatabase): Interval | null {
  if (!before || !markers?.before || markers.after) return null;
  return { low: parseInstant(before.sent), high: parseInstant(after.sent) };
}

/** A snapshot was taken between the two looks at its source; a heartbeat that it holds was written before it. */
function reachOfBackup(
  manifest: BackupManifest | null,
  copy: CopyResult | null,
  { newestHeartbeat }: VerifiedDatabase,
): Interval | null {
  if (!manifest || !copy) return null;
  // A copy that lacks something, or may lack it, is proven to hold everything of no moment.
  if (copyDifferences(copy).length > 0 || copyGaps(copy).length > 0) return null;
  const [low, high] = [parseInstant(manifest.before.at), parseInstant(manifest.after.at)];
  const heartbeat = newestHeartbeat === null ? low : parseInstant(newestHeartbeat);
  return { low: Math.min(high, Math.max(low, heartbeat)), high };
}

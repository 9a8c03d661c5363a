import { type BlockRange, cutTable } from '../domain/content/block-range.ts';
import type { ContentTable, RangeReading } from '../domain/content/contents.ts';
import type { OpenManifest } from '../domain/manifest/backup-manifest.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { ContentSession, HeldView } from '../ports/table-contents.ts';
import { checkDeadline, type Comparison } from './comparison.ts';
import { RANGES_A_STATEMENT, readDigests } from './read-digests.ts';

const UNREAD: RangeReading = { unread: 'no answer', again: false };

/** What a manifest is taken with. */
export interface ManifestParts extends Pick<Comparison, 'clock' | 'deadline' | 'database'> {
  readonly source: ContentSession;
}

/**
 * The first half of a manifest, right before a backup begins: digests of all ranges at one moment.
 * @throws Error when its time is over: half a look proves nothing.
 */
export async function openManifest(parts: ManifestParts, rowsPerRange: number): Promise<OpenManifest> {
  const { source, database } = parts;
  const server = await source.identity();
  const sequencesBefore = await source.sequences();
  const common = { schemaVersion: SCHEMA_VERSION, database, server } as const;
  return withView(source, async (view) => {
    const { tables, leftOut } = await view.tables();
    const digested: OpenManifest['tables'] = [];
    for (const table of tables) {
      const ranges = cutTable(table, rowsPerRange);
      const readings = await readTable(parts, view, { table, ranges });
      digested.push({
        ...table,
        ranges: ranges.map((range, index) => ({ ...range, before: readings[index] ?? UNREAD })),
      });
    }
    const heartbeats = [...(await view.heartbeats())];
    return {
      ...common,
      before: view.point,
      heartbeats,
      leftOut: [...leftOut],
      sequencesBefore: [...sequencesBefore],
      tables: digested,
    };
  });
}

interface TableRanges {
  readonly table: ContentTable;
  readonly ranges: readonly BlockRange[];
}

/** Digests of a table's ranges, in their order. @throws Error when the time is over. */
export async function readTable(
  parts: ManifestParts,
  view: HeldView,
  { table, ranges }: TableRanges,
): Promise<readonly RangeReading[]> {
  const readings: RangeReading[] = [];
  for (let first = 0; first < ranges.length; first += RANGES_A_STATEMENT) {
    checkDeadline(parts);
    const some = ranges.slice(first, first + RANGES_A_STATEMENT);
    readings.push(...(await readDigests(view, { table, ranges: some })));
  }
  return readings;
}

/** Takes a moment and lets it go, whatever happens in it. */
export async function withView<T>(session: ContentSession, use: (view: HeldView) => Promise<T>): Promise<T> {
  const view = await session.hold();
  try {
    return await use(view);
  } finally {
    await view.release();
  }
}

import type { BackupManifest, ManifestRange } from '../domain/manifest/backup-manifest.ts';
import type { CopyLine } from '../domain/manifest/copy-line.ts';
import { findSettled, type SettledOnCopy } from '../domain/manifest/settled-rows.ts';
import type { ContentSession, HeldView } from '../ports/table-contents.ts';
import { checkDeadline, type Comparison, lineStart } from './comparison.ts';
import { RANGES_A_STATEMENT, readDigests } from './read-digests.ts';
import { withView } from './open-manifest.ts';

/** A range of ten thousand rows may have grown; a copy that holds far more than that is read no further. */
const MOST_ROWS = 200_000;

const NOT_LOOKED: SettledOnCopy = { found: 0, missing: [], different: [] };

export interface CopyComparison extends Pick<Comparison, 'clock' | 'deadline' | 'database'> {
  readonly copy: ContentSession;
  readonly emit: (line: CopyLine) => Promise<void> | void;
}

/**
 * Reads from a restored copy what the manifest of its backup says that it has to hold. What is found goes out as lines;
 * `copyResult` computes from them and the manifest what they come to.
 */
export async function compareCopy(comparison: CopyComparison, manifest: BackupManifest): Promise<void> {
  let cause: string | null = null;
  try {
    await compare(comparison, manifest);
  } catch (error) {
    cause = error instanceof Error ? error.message || error.name : String(error);
  }
  const cost = comparison.copy.cost();
  await comparison.emit({ ...lineStart(comparison), line: 'copy-end', cause, cost });
}

async function compare(comparison: CopyComparison, manifest: BackupManifest): Promise<void> {
  const { copy, emit } = comparison;
  const start = lineStart(comparison);
  const identity = await copy.identity();
  await withView(copy, async (view) => {
    const { tables } = await view.tables();
    await emit({ ...start, line: 'copy-server', identity, tables: tables.map(({ table }) => table) });
    for (const table of manifest.tables) await compareTable(comparison, view, table);
  });
  await emit({ ...start, line: 'copy-sequences', values: [...(await copy.sequences())] });
}

type ManifestTable = BackupManifest['tables'][number];

async function compareTable(
  comparison: CopyComparison,
  view: HeldView,
  { ranges, ...table }: ManifestTable,
): Promise<void> {
  for (let first = 0; first < ranges.length; first += RANGES_A_STATEMENT) {
    checkDeadline(comparison);
    const some = ranges.slice(first, first + RANGES_A_STATEMENT);
    const cut = some.map(({ from, to }) => ({ from, to }));
    const readings = await readDigests(view, { table, ranges: cut });
    for (const [index, { from, to }] of cut.entries()) {
      const copy = readings[index] ?? { unread: 'no answer', again: false };
      const start = lineStart(comparison);
      await comparison.emit({ ...start, line: 'copy-range', table: table.table, from, to, copy });
    }
    for (const range of some) await compareSettled(comparison, view, { table, range });
  }
}

interface SettledRange {
  readonly table: Omit<ManifestTable, 'ranges'>;
  readonly range: ManifestRange;
}

async function compareSettled(
  comparison: CopyComparison,
  view: HeldView,
  { table, range }: SettledRange,
): Promise<void> {
  const { from, to, settled } = range;
  if (!settled?.kept) return;
  const reading = await view.rows({ table, range: { from, to }, most: MOST_ROWS });
  const looked = 'unread' in reading ? NOT_LOOKED : findSettled(settled.kept, reading.rows);
  const unread = 'unread' in reading ? reading.unread : null;
  const start = lineStart(comparison);
  await comparison.emit({ ...start, line: 'copy-rows', table: table.table, from, to, ...looked, unread });
}

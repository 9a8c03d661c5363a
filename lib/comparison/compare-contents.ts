import { cutTable } from '../domain/content/block-range.ts';
import type { ContentTable } from '../domain/content/contents.ts';
import { secondsBetween } from '../domain/instant.ts';
import type { HeldView } from '../ports/table-contents.ts';
import { awaitReplay } from './await-replay.ts';
import { compareSequences } from './compare-sequences.ts';
import { type Comparison, lineStart } from './comparison.ts';
import type { Piece } from './differing-ranges.ts';
import { firstPass } from './first-pass.ts';
import { narrow } from './narrow.ts';

/**
 * Compares what a primary and its streaming replica hold, exactly for a point in time that it names, and without a lock
 * that outlasts a statement. What is found goes out as lines; `contentResult` computes from them what it comes to. The
 * last line says whether the comparison was carried through.
 */
export async function compareContents(comparison: Comparison): Promise<void> {
  const began = comparison.clock.now();
  let cause: string | null = null;
  try {
    await compare(comparison);
  } catch (error) {
    cause = error instanceof Error ? error.message || error.name : String(error);
  }
  const start = lineStart(comparison);
  for (const side of ['primary', 'replica'] as const) {
    await comparison.emit({ ...start, line: 'cost', side, ...comparison[side].cost() });
  }
  const tookMs = secondsBetween(began, comparison.clock.now()) * 1000;
  await comparison.emit({ ...start, line: 'end', cause, tookMs });
}

async function compare(comparison: Comparison): Promise<void> {
  for (const side of ['primary', 'replica'] as const) {
    const identity = await comparison[side].identity();
    await comparison.emit({ ...lineStart(comparison), line: 'server', side, identity });
  }
  await narrow(comparison, await compareAtPoint(comparison));
  await compareSequences(comparison);
}

/** The moment is held for the first pass only: the primary cannot clean up behind it. */
async function compareAtPoint(comparison: Comparison): Promise<readonly Piece[]> {
  const view = await comparison.primary.hold();
  try {
    await comparison.emit({ ...lineStart(comparison), line: 'point', ...view.point });
    const tables = await listTables(comparison, view);
    await awaitReplay(comparison, view.point.lsn);
    return await firstPass(comparison, view, tables);
  } finally {
    await view.release();
  }
}

async function listTables(comparison: Comparison, view: HeldView): Promise<readonly ContentTable[]> {
  const start = lineStart(comparison);
  const { tables, leftOut } = await view.tables();
  for (const table of tables) {
    const ranges = cutTable(table, comparison.rowsPerRange).length;
    await comparison.emit({ ...start, line: 'table', ...table, ranges });
  }
  for (const one of leftOut) await comparison.emit({ ...start, line: 'left-out', ...one });
  return tables;
}

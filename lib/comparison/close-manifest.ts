import type { ContentTable, RangeReading } from '../domain/content/contents.ts';
import { isSame } from '../domain/content/range-decision.ts';
import type { BackupManifest, ManifestRange, OpenManifest } from '../domain/manifest/backup-manifest.ts';
import { settledRows } from '../domain/manifest/settled-rows.ts';
import { withoutRewritten } from '../domain/manifest/without-rewritten.ts';
import type { HeldView } from '../ports/table-contents.ts';
import { type ManifestParts, readTable, withView } from './open-manifest.ts';

/** Rows that are kept of ranges that changed: about 30 MB of a manifest. */
const MOST_KEPT_ROWS = 200_000;

const UNREAD: RangeReading = { unread: 'no answer', again: false };

type OpenTable = OpenManifest['tables'][number];
type OpenRange = OpenTable['ranges'][number];

/**
 * The second half, when the backup has ended: the same ranges again, of which the last has the new blocks. Of those that
 * changed, the rows that did not are kept, one by one.
 * @throws Error when its time is over.
 */
export async function closeManifest(parts: ManifestParts, open: OpenManifest): Promise<BackupManifest> {
  const closed = await withView(parts.source, async (view) => {
    const tables: BackupManifest['tables'] = [];
    let room = MOST_KEPT_ROWS;
    for (const table of open.tables) {
      const ranges = await closeTable(parts, view, { table, room, snapshot: open.before.snapshot });
      room -= ranges.reduce((kept, { settled }) => kept + (settled?.kept?.length ?? 0), 0);
      tables.push({ ...table, ranges: [...ranges] });
    }
    const heartbeatsAfter = [...(await view.heartbeats())];
    // Read last: a table whose file is the same as before was not rewritten in all that time.
    const { tables: now } = await view.tables();
    return { after: view.point, heartbeatsAfter, tables: withoutRewritten(tables, now) };
  });
  return { ...open, ...closed, sequencesAfter: [...(await parts.source.sequences())] };
}

interface Closing {
  readonly table: OpenTable;
  readonly room: number;
  readonly snapshot: string;
}

async function closeTable(
  parts: ManifestParts,
  view: HeldView,
  { table: { ranges, ...table }, room, snapshot }: Closing,
): Promise<readonly ManifestRange[]> {
  const cut = ranges.map(({ from, to }) => ({ from, to }));
  const readings = await readTable(parts, view, { table, ranges: cut });
  const closed: ManifestRange[] = [];
  let left = room;
  for (const [index, range] of ranges.entries()) {
    const after = readings[index] ?? UNREAD;
    const settled = isSame(range.before, after) ? null : await settle(view, { table, range, left, snapshot });
    left -= settled?.kept?.length ?? 0;
    closed.push({ ...range, after, settled });
  }
  return closed;
}

interface Unsettled {
  readonly table: ContentTable;
  readonly range: OpenRange;
  readonly left: number;
  readonly snapshot: string;
}

async function settle(
  view: HeldView,
  { table, range: { from, to }, left, snapshot }: Unsettled,
): Promise<NonNullable<ManifestRange['settled']>> {
  const reading = await view.rows({ table, range: { from, to }, most: left });
  if ('unread' in reading)
    return { kept: null, reason: `it changed, and its rows were not kept: ${reading.unread}` };
  return { kept: [...settledRows(reading.rows, snapshot)], reason: null };
}

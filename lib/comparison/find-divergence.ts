import { cutTable } from '../domain/content/block-range.ts';
import { type ContentTable, tableText } from '../domain/content/contents.ts';
import { type Branch, branchOf } from '../domain/divergence/branch.ts';
import type { DivergedTable } from '../domain/divergence/diverged-table.ts';
import { type Differences, sortOut, toAsk, unmatched } from '../domain/divergence/sort-out.ts';
import type { FoundDivergence, PartedServers } from '../domain/divergence/found-divergence.ts';
import type { PartedHistories } from '../ports/parted-histories.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import type { ContentSession, TableContents } from '../ports/table-contents.ts';
import type { TableRows } from '../ports/table-rows.ts';
import { readDigests } from './read-digests.ts';
import { wholeRows } from './whole-rows.ts';

/** Rows of a range: its versions are listed where its digests differ. */
const ROWS_PER_RANGE = 10_000;
/** More than that is not for one file: a person has to look. */
const MOST_ROWS = 100_000;
const LIMITS = { openMs: 5_000, statementMs: 100_000 };

export interface DivergencePorts {
  readonly contents: TableContents;
  readonly histories: PartedHistories;
  readonly rows: TableRows;
}

type Servers = PartedServers<SessionTarget>;

/**
 * Every row in which an old primary differs from the server that was promoted in its stead, for what the old one did and
 * not for what the promoted one has done since: rows written, changed and deleted. Both are physical copies up to the
 * moment at which their histories part, so that places and transactions tell which is which.
 * @throws Error when a table cannot be read, is not on both, or more rows differ than can be saved at once
 */
export async function findDivergence(ports: DivergencePorts, servers: Servers): Promise<FoundDivergence> {
  const branch = branchOf(await ports.histories.evidence(servers.old, servers.promoted));
  const [old, promoted] = await Promise.all([
    ports.contents.open(servers.old, LIMITS),
    ports.contents.open(servers.promoted, LIMITS),
  ]);
  try {
    const { tables, leftOut } = await tablesOf(old);
    const found: DivergedTable[] = [];
    for (const table of tables) {
      const rows = await ofTable(ports, { servers, branch, sessions: { old, promoted } }, table);
      if (rows) found.push(rows);
      if (found.reduce((sum, one) => sum + one.rows.length, 0) > MOST_ROWS)
        throw new Error(`more than ${MOST_ROWS} rows differ`);
    }
    return { branch, tables: found, leftOut };
  } finally {
    old.close();
    promoted.close();
  }
}

async function tablesOf(session: ContentSession) {
  const view = await session.hold();
  try {
    const { tables, leftOut } = await view.tables();
    // What it shows follows from the tables that it is made of.
    return { tables: tables.filter(({ kind }) => kind !== 'materialized-view'), leftOut };
  } finally {
    await view.release();
  }
}

interface Looking {
  readonly servers: Servers;
  readonly sessions: Readonly<Record<'old' | 'promoted', ContentSession>>;
  readonly branch: Branch;
}

async function ofTable(
  ports: DivergencePorts,
  looking: Looking,
  table: ContentTable,
): Promise<DivergedTable | null> {
  const ranges = cutTable(table, ROWS_PER_RANGE);
  const [there, here] = await Promise.all([
    readDigests(looking.sessions.old.latest, { table, ranges }),
    readDigests(looking.sessions.promoted.latest, { table, ranges }),
  ]);
  const differing = ranges.filter((_, index) => {
    const [one, other] = [there[index], here[index]];
    for (const reading of [one, other])
      if (!reading || 'unread' in reading)
        throw new Error(`${tableText(table.table)}: ${reading?.unread ?? 'a range was not read'}`);
    return !(one && other && 'digest' in one && 'digest' in other && one.digest === other.digest);
  });
  const parts: Differences[] = [];
  for (const range of differing) parts.push(await ofRange(ports.histories, looking, { table, range }));
  const onOld = parts.flatMap((part) => part.onOld);
  const onPromoted = parts.flatMap((part) => part.onPromoted);
  if (onOld.length + onPromoted.length === 0) return null;
  return wholeRows(ports.rows, looking.servers, { table: table.table, onOld, onPromoted });
}

interface Part {
  readonly table: ContentTable;
  readonly range: ReturnType<typeof cutTable>[number];
}

async function ofRange(
  histories: PartedHistories,
  { servers, branch }: Looking,
  { table: { table }, range }: Part,
): Promise<Differences> {
  const before = branch.own < branch.promotedNext ? String(branch.own % 0x1_0000_0000n) : null;
  const [old, promoted] = await Promise.all([
    histories.versions(servers.old, { table, range, before: null }),
    // What it wrote itself is no concern here, and may be much.
    histories.versions(servers.promoted, { table, range, before }),
  ]);
  const left = unmatched({ old, promoted }, branch);
  const asked = toAsk(left, branch);
  const [onPromoted, onOld] = await Promise.all([
    histories.statuses(servers.promoted, asked.ofPromoted),
    histories.statuses(servers.old, asked.ofOld),
  ]);
  return sortOut(left, branch, { onPromoted, onOld });
}

import type { BlockRange } from '../../lib/domain/content/block-range.ts';
import type { ContentRow, ContentTable, RangeDigest } from '../../lib/domain/content/contents.ts';
import type { ContentSession, ContentView } from '../../lib/ports/table-contents.ts';
import {
  commitOf,
  diverge,
  type ModelCommit,
  type ModelDivergence,
  type ModelRows,
  ModelState,
  ROWS_A_BLOCK,
} from './model-table.ts';
import { sha256 } from './sha256.ts';

/** Transaction ids run over the end of their 32 bits in the middle of a history. */
const BEFORE_WRAP = 8;
/** No transaction has one of the first ids of a round: they have meanings of their own. */
const RESERVED = 3;

/** How many commits become visible in a moment: often none, then several. */
const SHOWN = [0, 0, 0, 0, 1, 1, 2, 6];

export interface ModelOptions {
  readonly initial: ModelRows;
  /** One number a moment: what is committed in it, what becomes visible, what is replayed. */
  readonly dice: readonly number[];
  readonly divergence?: ModelDivergence;
}

export interface ModelDatabase {
  readonly primary: ContentSession;
  readonly replica: ContentSession;
  /** A moment passes. */
  readonly pass: () => void;
}

/**
 * A primary that commits while it is read, and a replica that replays the same commits later, or earlier than the
 * primary shows them, as it may while a primary waits for its replicas.
 */
export function makeModelDatabase({ initial, dice, divergence }: ModelOptions): ModelDatabase {
  const commits: ModelCommit[] = [];
  const moments = [...dice];
  const [written, shown, copied] = [1, 2, 3].map(() => new ModelState(initial, commits));
  if (!written || !shown || !copied) throw new Error('three states were made');
  const pass = () => {
    const next = moments.shift();
    if (next !== undefined && next % 8 < 7) {
      commits.push(commitOf(written.rows, commits.length, next));
      written.advance(1);
    }
    const [toShow, toCopy] = next === undefined ? [9, 9] : progress(next, moments.length);
    shown.advance(toShow);
    copied.advance(toCopy);
  };
  const primaryRows = () => shown.rows;
  const replicaRows = () => (divergence ? diverge(copied.rows, divergence) : copied.rows);
  const deleter = (place: number) => {
    const later = commits.findIndex((commit, index) => index >= shown.applied && commit.has(place));
    return later < 0 ? '0' : idText(later);
  };
  const snapshot = () => `${idOf(shown.applied)}:${idOf(commits.length)}:`;
  const viewOf = (rowsNow: () => ModelRows): ContentView => ({
    digests: async ({ ranges }) => {
      pass();
      const rows = rowsNow();
      return ranges.map((range) => digestOf(rows, range));
    },
    rows: async ({ range }) => {
      pass();
      const rows = within(rowsNow(), range).map(([place, row]): ContentRow => {
        const { commit, value } = row;
        const digest = sha256(String(value));
        return { ctid: placeText(place), key: null, xmin: idText(commit), xmax: deleter(place), digest };
      });
      return { snapshot: snapshot(), rows };
    },
  });
  const session = (side: 'primary' | 'replica', rowsNow: () => ModelRows): ContentSession => ({
    latest: viewOf(rowsNow),
    hold: async () => {
      const held = rowsNow();
      const point = { snapshot: snapshot(), lsn: lsnText(commits.length), at: '2026-03-01T12:00:00.000000Z' };
      return {
        ...viewOf(() => held),
        point,
        tables: async () => ({ tables: [tableOf(held)], leftOut: [] }),
        heartbeats: async () => [],
        release: async () => undefined,
      };
    },
    identity: async () => ({
      server: side,
      systemIdentifier: '7',
      database: 'orders',
      engineVersion: '17.10',
      timeline: 1,
      inRecovery: side === 'replica',
      sizeBytes: 0,
    }),
    position: async () => {
      pass();
      return lsnText(side === 'primary' ? commits.length : copied.applied);
    },
    sequences: async () => [],
    cost: () => ({ statements: 0, rows: 0, busyMs: 0 }),
    close: () => undefined,
  });
  return { primary: session('primary', primaryRows), replica: session('replica', replicaRows), pass };
}

/** By turns the replica falls behind and the primary shows nothing new, each for longer than a few looks take. */
function progress(dice: number, moment: number): readonly [shown: number, copied: number] {
  const isBehind = moment % 200 < 100;
  return isBehind ? [SHOWN[(dice >> 6) % 8] ?? 0, 0] : [0, (dice >> 9) % 5];
}

function tableOf(rows: ModelRows): ContentTable {
  const blocks = Math.ceil((Math.max(-1, ...rows.keys()) + 1) / ROWS_A_BLOCK);
  const table = { schema: 'public', name: 'orders' };
  return { table, kind: 'table', storage: '1', blocks, estimatedRows: blocks * ROWS_A_BLOCK, primaryKey: [] };
}

function digestOf(rows: ModelRows, range: BlockRange): RangeDigest {
  const found = within(rows, range);
  return { rows: found.length, digest: sha256(JSON.stringify(found)) };
}

function within(rows: ModelRows, { from, to }: BlockRange) {
  const [low, high] = [from * ROWS_A_BLOCK, to === null ? Number.POSITIVE_INFINITY : to * ROWS_A_BLOCK];
  return [...rows].filter(([place]) => place >= low && place < high).toSorted(([one], [two]) => one - two);
}

function placeText(place: number): string {
  return `(${Math.floor(place / ROWS_A_BLOCK)},${(place % ROWS_A_BLOCK) + 1})`;
}

function idText(commit: number): string {
  return String(idOf(commit) % 2 ** 32);
}

function idOf(commit: number): number {
  return 2 ** 32 - BEFORE_WRAP + commit + (commit < BEFORE_WRAP ? 0 : RESERVED);
}

function lsnText(commits: number): string {
  return `0/${commits.toString(16).toUpperCase()}`;
}

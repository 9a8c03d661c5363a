import type { BlockRange } from '../domain/content/block-range.ts';
import type {
  ContentCost,
  ContentIdentity,
  ContentPoint,
  ContentTable,
  HeartbeatMark,
  LeftOut,
  RangeReading,
  RowsReading,
  SequenceValue,
} from '../domain/content/contents.ts';
import type { SessionTarget } from './session-target.ts';

/** How long opening a session may take, and each statement, which the server ends then. */
export interface ContentLimits {
  readonly openMs: number;
  readonly statementMs: number;
}

/** A few ranges of one table, all read by one statement. */
export interface RangesOf {
  readonly table: ContentTable;
  readonly ranges: readonly BlockRange[];
}

/** One range, and how many of its rows may be read: of more none are. */
export interface RowsOf {
  readonly table: ContentTable;
  readonly range: BlockRange;
  readonly most: number;
}

/** Reads tables. What a server refuses to read is a value, and says why; only a server that is gone throws. */
export interface ContentView {
  /** A reading for each range, in their order. */
  digests(question: RangesOf): Promise<readonly RangeReading[]>;
  rows(question: RowsOf): Promise<RowsReading>;
}

/** One moment, held: every statement sees the same rows. No table is locked between statements. */
export interface HeldView extends ContentView {
  readonly point: ContentPoint;
  tables(): Promise<{ readonly tables: readonly ContentTable[]; readonly leftOut: readonly LeftOut[] }>;
  /** The newest heartbeat row of each run's writer; none where heartbeats were never written. */
  heartbeats(): Promise<readonly HeartbeatMark[]>;
  /** Lets the moment go, so that the server may clean up behind it. */
  release(): Promise<void>;
}

/** Sessions on one database of one server that only read. */
export interface ContentSession {
  /** Each statement sees what is committed when it begins. */
  readonly latest: ContentView;
  hold(): Promise<HeldView>;
  identity(): Promise<ContentIdentity>;
  /**
   * A primary: a position that everything it shows lies before, and that will be on disk within a second. A standby:
   * the position that it has replayed.
   */
  position(): Promise<string>;
  sequences(): Promise<readonly SequenceValue[]>;
  cost(): ContentCost;
  close(): void;
}

/** What tables hold, in digests. */
export interface TableContents {
  open(target: SessionTarget, limits: ContentLimits): Promise<ContentSession>;
}

import { formatInstant, type Instant } from '../domain/instant.ts';
import type { ObservedLine } from '../domain/ledger/observed-line.ts';
import type { LedgerTable } from '../domain/run/run-parts.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Clock } from '../ports/clock.ts';
import type { DatabaseReader, ReaderSession } from '../ports/database-reader.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import { LedgerCursor } from './ledger-cursor.ts';

/** A reading that takes longer ends its session: a reader may be slow, and never a burden. */
const READING_LIMIT_MS = 1_000;
/** A session that broke is opened anew after so long, and not while clients log in at the recovery site. */
const REOPEN_AFTER_MS = 3_000;
const READING_LIMITS = { openMs: READING_LIMIT_MS, statementMs: READING_LIMIT_MS };

export interface PrimaryReaderConfig {
  readonly database: string;
  readonly segment: number;
  readonly target: SessionTarget;
  readonly table: LedgerTable | null;
  readonly emit: (line: ObservedLine) => void;
  /** Called after each reading, and after each that failed. */
  readonly onReading: (at: Instant, good: boolean) => void;
}

interface Ports {
  readonly clock: Clock;
  readonly reader: DatabaseReader;
}

interface Reading {
  readonly number: number;
  readonly sent: Instant;
}

/**
 * Reads the primary's statistics, and the new rows of the plan's own ledger, one reading a tick on one session. Until
 * that is open each tick may try. When it breaks another is opened later: a machine that was busy for a second must not
 * end the series. One that leads to another server does end it, so that nothing is read of that.
 */
export class PrimaryReader {
  readonly #ports: Ports;
  readonly #config: PrimaryReaderConfig;
  readonly #cursor: LedgerCursor | null;
  #session: ReaderSession | null = null;
  #underWay: Promise<void> | null = null;
  #server: string | null = null;
  #reopenAt: Instant = 0;
  #readings = 0;
  #over = false;

  constructor(ports: Ports, config: PrimaryReaderConfig) {
    this.#ports = ports;
    this.#config = config;
    this.#cursor = config.table && new LedgerCursor(config.table);
  }

  tick(): void {
    if (this.#over || this.#underWay || this.#ports.clock.now() < this.#reopenAt) return;
    this.#underWay = this.#work().finally(() => (this.#underWay = null));
  }

  async close(): Promise<void> {
    this.#over = true;
    await this.#underWay;
    this.#session?.close();
  }

  async #work(): Promise<void> {
    const session = this.#session;
    try {
      if (session) await this.#limited(this.#read(session));
      else await this.#open();
    } catch {
      if (session) this.#break(session);
      this.#config.onReading(this.#ports.clock.now(), false);
    }
  }

  #break(session: ReaderSession): void {
    session.close();
    this.#session = null;
    this.#reopenAt = this.#ports.clock.now() + REOPEN_AFTER_MS * 1000;
  }

  async #open(): Promise<void> {
    const session = await this.#ports.reader.open(this.#config.target, READING_LIMITS);
    this.#server ??= session.server;
    this.#over ||= session.server !== this.#server;
    if (this.#over) session.close();
    else this.#session = session;
  }

  async #read(session: ReaderSession): Promise<void> {
    const reading = { number: this.#readings++, sent: this.#ports.clock.now() };
    const statistics = await session.statistics();
    this.#emit(session, { ...this.#common(session, reading), line: 'statistics', ...statistics });
    if (this.#cursor) await this.#readTable(session, this.#cursor, reading.number);
    this.#config.onReading(this.#ports.clock.now(), true);
  }

  async #readTable(session: ReaderSession, cursor: LedgerCursor, number: number): Promise<void> {
    const sent = this.#ports.clock.now();
    const { rows, complete } = await cursor.read(session);
    const common = { ...this.#common(session, { number, sent }), table: cursor.table.table };
    this.#emit(session, { ...common, line: 'table', complete, rows: rows.length });
    for (const row of rows) this.#emit(session, { ...common, line: 'row', ...row });
  }

  /** What a reading brings that was given up already is not written: its series may be closed. */
  #emit(session: ReaderSession, line: ObservedLine): void {
    if (!this.#over && this.#session === session) this.#config.emit(line);
  }

  #common({ server }: ReaderSession, { number, sent }: Reading) {
    const { database, segment } = this.#config;
    const answered = formatInstant(this.#ports.clock.now());
    const common = { database, segment, reading: number, server, sent: formatInstant(sent), answered };
    return { schemaVersion: SCHEMA_VERSION, ...common } as const;
  }

  /** @throws when the reading is not done in time. */
  async #limited(reading: Promise<void>): Promise<void> {
    const late = this.#ports.clock.sleep(READING_LIMIT_MS).then(() => {
      throw new Error(`no answer within ${READING_LIMIT_MS} ms`);
    });
    late.catch(() => undefined);
    await Promise.race([reading, late]);
  }
}

import { formatInstant, type Instant } from '../domain/instant.ts';
import type { Attempt, AttemptOutcome } from '../domain/ledger/attempt.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import type { HeartbeatConnections, HeartbeatRow } from '../ports/heartbeat-connections.ts';
import { type Moment, readBothClocks } from './both-clocks.ts';
import { ConnectionOpener, type OpenedConnection } from './connection-opener.ts';

export interface RowWriterConfig {
  readonly run: string;
  readonly writer: HeartbeatRow['writer'];
  readonly database: string;
  readonly segment: number;
  readonly target: SessionTarget;
  readonly intervalMs: number;
  readonly attemptTimeoutMs: number;
  /** Least time between the starts of two openings of a connection; 0 for one a tick. */
  readonly openingPauseMs: number;
  readonly emit: (attempt: Attempt, at: Instant) => void;
}

interface Ports {
  readonly clock: Clock;
  readonly connections: HeartbeatConnections;
}

interface Session extends OpenedConnection {
  busy: boolean;
  /** Whether an attempt has said how the connection came to be. */
  told: boolean;
}

/** An attempt from its start: it has a sequence number, and a deadline that connecting counts against. */
interface Started {
  readonly seq: number;
  readonly sent: Moment;
  readonly deadline: Instant;
}

interface Ending {
  readonly outcome: AttemptOutcome;
  readonly server: string | null;
  readonly connection: number;
  readonly error?: string;
  readonly opening?: Attempt['opening'];
}

/**
 * One writer on one connection: each `tick` is at most one attempt to commit one row. When an attempt expires or its
 * connection breaks, the connection is given up; the attempts that follow wait for a new one, each until its own
 * deadline, so that every interval of an outage has its line.
 */
export class RowWriter {
  readonly #ports: Ports;
  readonly #config: RowWriterConfig;
  readonly #opener: ConnectionOpener;
  readonly #underWay = new Set<Promise<void>>();
  #session: Session | null = null;
  #waiting: readonly Started[] = [];
  #nextSeq = 0;
  #closing = false;

  constructor(ports: Ports, config: RowWriterConfig) {
    this.#ports = ports;
    this.#config = config;
    this.#opener = new ConnectionOpener(ports.connections, {
      target: config.target,
      unansweredLimitMs: config.attemptTimeoutMs,
      goesOn: config.segment > 0,
      pauseMs: config.openingPauseMs,
      onOpen: (opened) => this.#use(opened),
    });
  }

  tick(): void {
    if (this.#closing || this.#session?.busy) return;
    if (this.#session) return this.#follow(this.#write(this.#session, this.#start()));
    const most = Math.ceil(this.#config.attemptTimeoutMs / this.#config.intervalMs) + 1;
    if (this.#waiting.length < most) this.#follow(this.#wait(this.#start()));
    this.#opener.open(this.#ports.clock.now());
  }

  /** Waits for the attempts under way, each of which ends by its deadline, and ends the session. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(this.#underWay);
    this.#opener.close();
    this.#session?.connection.close();
    this.#session = null;
  }

  #follow(attempt: Promise<void>): void {
    this.#underWay.add(attempt);
    void attempt.finally(() => this.#underWay.delete(attempt));
  }

  #start(): Started {
    const sent = readBothClocks(this.#ports.clock);
    return { seq: this.#nextSeq++, sent, deadline: sent.at + this.#config.attemptTimeoutMs * 1000 };
  }

  /** Until the deadline the attempt may be taken up by a connection that opens; after it the row was never sent. */
  async #wait(attempt: Started): Promise<void> {
    this.#waiting = [...this.#waiting, attempt];
    await this.#ports.clock.sleep(this.#remainingMs(attempt));
    if (!this.#waiting.includes(attempt)) return;
    this.#waiting = this.#waiting.filter((other) => other !== attempt);
    const error = this.#opener.lastError ?? `no connection within ${this.#config.attemptTimeoutMs} ms`;
    this.#emit(attempt, { outcome: 'failed', server: null, connection: this.#opener.latest, error });
  }

  /** Takes a new connection into use and sends what waits for it, one after another. */
  #use(opened: OpenedConnection): void {
    if (this.#session || this.#closing) return opened.connection.close();
    this.#session = { ...opened, busy: false, told: false };
    this.#follow(this.#drain(this.#session));
  }

  /**
   * An attempt that has waited for most of its time is left to fail: sent, it would expire, and take with it the
   * connection that a slow server has just granted.
   */
  async #drain(session: Session): Promise<void> {
    const leastMs = this.#config.attemptTimeoutMs / 2;
    for (;;) {
      const next = this.#waiting.find((attempt) => this.#remainingMs(attempt) >= leastMs);
      if (!next || this.#session !== session) return;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      await this.#write(session, next);
    }
  }

  async #write(session: Session, attempt: Started): Promise<void> {
    session.busy = true;
    const ending = await this.#insert(session, attempt);
    session.busy = false;
    this.#emit(attempt, session.told ? ending : { ...ending, opening: openingOf(session) });
    session.told = true;
    if (ending.outcome === 'acknowledged') return;
    session.connection.close();
    if (this.#session === session) this.#session = null;
  }

  async #insert({ connection, number }: Session, attempt: Started): Promise<Ending> {
    const { run, writer, segment, attemptTimeoutMs } = this.#config;
    const common = { server: connection.server, connection: number };
    const { seq, sent } = attempt;
    const inserted = connection.insert({ run, writer, segment, seq, sent: sent.at }).then(
      (): Ending => ({ ...common, outcome: 'acknowledged' }),
      (error: unknown): Ending => ({ ...common, ...this.#failureOf(error) }),
    );
    const error = `no answer within ${attemptTimeoutMs} ms`;
    const expired = this.#ports.clock
      .sleep(this.#remainingMs(attempt))
      .then((): Ending => ({ ...common, outcome: 'in-doubt', error }));
    return Promise.race([inserted, expired]);
  }

  /** Only an SQL error proves that nothing was committed. */
  #failureOf(error: unknown): Pick<Ending, 'outcome' | 'error'> {
    const outcome = this.#ports.connections.isRefusal(error) ? 'failed' : 'in-doubt';
    return { outcome, error: error instanceof Error ? error.message || error.name : String(error) };
  }

  #remainingMs({ deadline }: Started): number {
    return Math.max(1, (deadline - this.#ports.clock.now()) / 1000);
  }

  #emit({ seq, sent }: Started, { error, ...ending }: Ending): void {
    const answered = readBothClocks(this.#ports.clock);
    const { database, segment } = this.#config;
    const attempt: Attempt = {
      schemaVersion: SCHEMA_VERSION,
      database,
      segment,
      seq,
      sent: formatInstant(sent.at),
      answered: formatInstant(answered.at),
      ...ending,
      sentNs: String(sent.ns),
      answeredNs: String(answered.ns),
      ...(error === undefined ? {} : { error }),
    };
    this.#config.emit(attempt, answered.at);
  }
}

function openingOf({ began, failedBefore }: OpenedConnection): Attempt['opening'] {
  return {
    began: formatInstant(began),
    failedBefore: failedBefore === null ? null : formatInstant(failedBefore),
  };
}

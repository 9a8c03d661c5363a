import type { Instant } from '../domain/instant.ts';
import type { Attempt } from '../domain/ledger/attempt.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import type { HeartbeatConnections, HeartbeatRow } from '../ports/heartbeat-connections.ts';
import { attemptLine, type Ending, openingOf } from './attempt-line.ts';
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
  /** An attempt on it has expired, and is not answered yet. */
  doubted: boolean;
  /** Whether an attempt has said how the connection came to be. */
  told: boolean;
}

/** An attempt from its start: it has a sequence number, and a deadline that connecting counts against. */
interface Started {
  readonly seq: number;
  readonly sent: Moment;
  readonly deadline: Instant;
}

/**
 * One writer on one connection: each `tick` is at most one attempt to commit one row. When an attempt expires or its
 * connection breaks, the attempts that follow wait for a new one, each until its own deadline, so that every interval of
 * an outage has its line. A connection that is only silent is kept until then: one that answers after all serves again,
 * since a server that is merely slow would be made slower by a login for each late answer.
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
    const session = this.#trusted();
    if (this.#closing || session?.busy) return;
    if (session) return this.#follow(this.#write(session, this.#start()));
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

  #trusted(): Session | null {
    return this.#session?.doubted ? null : this.#session;
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
    if (this.#trusted() || this.#closing) return opened.connection.close();
    this.#session?.connection.close();
    this.#session = { ...opened, busy: false, doubted: false, told: false };
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
      if (!next || this.#trusted() !== session) return;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      await this.#write(session, next);
    }
  }

  async #write(session: Session, attempt: Started): Promise<void> {
    session.busy = true;
    const answered = this.#insert(session, attempt);
    const expired = this.#ports.clock.sleep(this.#remainingMs(attempt)).then(() => null);
    const ending = await Promise.race([answered, expired]);
    session.doubted = ending === null;
    const told = ending ?? this.#expiry(session);
    this.#emit(attempt, session.told ? told : { ...told, opening: openingOf(session) });
    session.told = true;
    if (ending) this.#settle(session, ending);
    else void answered.then((late) => this.#settleLate(session, late));
  }

  #settle(session: Session, { outcome }: Ending): void {
    session.busy = false;
    if (outcome === 'acknowledged') return;
    session.connection.close();
    if (this.#session === session) this.#session = null;
  }

  /** The row stays in doubt, since its attempt has ended; the connection may serve again. */
  #settleLate(session: Session, ending: Ending): void {
    if (this.#session !== session || this.#closing) return;
    session.doubted = false;
    this.#settle(session, ending);
    this.#follow(this.#drain(session));
  }

  #expiry({ connection: { server }, number }: Session): Ending {
    const error = `no answer within ${this.#config.attemptTimeoutMs} ms`;
    return { server, connection: number, outcome: 'in-doubt', error };
  }

  #insert({ connection, number }: Session, { seq, sent }: Started): Promise<Ending> {
    const { run, writer, segment } = this.#config;
    const common = { server: connection.server, connection: number };
    return connection.insert({ run, writer, segment, seq, sent: sent.at }).then(
      (): Ending => ({ ...common, outcome: 'acknowledged' }),
      (error: unknown): Ending => ({ ...common, ...this.#failureOf(error) }),
    );
  }

  /** Only an SQL error proves that nothing was committed. */
  #failureOf(error: unknown): Pick<Ending, 'outcome' | 'error'> {
    const outcome = this.#ports.connections.isRefusal(error) ? 'failed' : 'in-doubt';
    return { outcome, error: error instanceof Error ? error.message || error.name : String(error) };
  }

  #remainingMs({ deadline }: Started): number {
    return Math.max(1, (deadline - this.#ports.clock.now()) / 1000);
  }

  #emit({ seq, sent }: Started, ending: Ending): void {
    const answered = readBothClocks(this.#ports.clock);
    const { database, segment, emit } = this.#config;
    emit(attemptLine({ database, segment, seq, sent, answered }, ending), answered.at);
  }
}

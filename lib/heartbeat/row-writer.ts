import type { Instant } from '../domain/instant.ts';
import { formatInstant } from '../domain/instant.ts';
import type { Attempt, AttemptOutcome } from '../domain/ledger/attempt.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionTarget } from '../ports/database-sessions.ts';
import type {
  HeartbeatConnection,
  HeartbeatConnections,
  HeartbeatRow,
} from '../ports/heartbeat-connections.ts';

export interface RowWriterConfig {
  readonly run: string;
  readonly writer: HeartbeatRow['writer'];
  readonly database: string;
  readonly segment: number;
  readonly target: SessionTarget;
  readonly intervalMs: number;
  readonly attemptTimeoutMs: number;
  readonly emit: (attempt: Attempt, at: Instant) => void;
}

interface Ports {
  readonly clock: Clock;
  readonly connections: HeartbeatConnections;
}

interface Session {
  readonly number: number;
  readonly connection: HeartbeatConnection;
  busy: boolean;
}

interface Ending {
  readonly outcome: AttemptOutcome;
  readonly server: string | null;
  readonly connection: number;
  readonly error?: string;
}

const EXPIRED = Symbol('expired');

/**
 * One writer on one connection: each `tick` is at most one attempt to commit one row. When an attempt expires or its
 * connection breaks, the connection is given up and every tick opens a new one until one is accepted, so that the end
 * of an outage is seen within an interval and not within an attempt's time-out.
 */
export class RowWriter {
  readonly #ports: Ports;
  readonly #config: RowWriterConfig;
  #session: Session | null = null;
  #nextSeq = 0;
  #nextConnection = 0;
  readonly #openAttempts = new Set<Promise<void>>();

  constructor(ports: Ports, config: RowWriterConfig) {
    this.#ports = ports;
    this.#config = config;
  }

  tick(): void {
    if (this.#session?.busy) return;
    const most = Math.ceil(this.#config.attemptTimeoutMs / this.#config.intervalMs) + 1;
    if (!this.#session && this.#openAttempts.size >= most) return;
    const attempt = this.#session ? this.#attemptOn(this.#session) : this.#attemptOnNew();
    this.#openAttempts.add(attempt);
    void attempt.finally(() => this.#openAttempts.delete(attempt));
  }

  /** Waits for the attempts under way, each of which ends by its time-out, and ends the session. */
  async close(): Promise<void> {
    await Promise.all(this.#openAttempts);
    this.#session?.connection.close();
    this.#session = null;
  }

  async #attemptOn(session: Session): Promise<void> {
    const start = this.#start();
    session.busy = true;
    const ending = await this.#insert(session, start);
    session.busy = false;
    this.#emit(start, ending);
    if (ending.outcome === 'acknowledged') return;
    session.connection.close();
    if (this.#session === session) this.#session = null;
  }

  async #attemptOnNew(): Promise<void> {
    const start = this.#start();
    const number = this.#nextConnection++;
    const opened = await this.#open(start.deadline);
    if ('error' in opened) {
      this.#emit(start, { outcome: 'failed', server: null, connection: number, error: opened.error });
      return;
    }
    const session: Session = { number, connection: opened.connection, busy: true };
    this.#session ??= session;
    const ending = await this.#insert(session, start);
    session.busy = false;
    this.#emit(start, ending);
    if (this.#session === session && ending.outcome === 'acknowledged') return;
    session.connection.close();
    if (this.#session === session) this.#session = null;
  }

  #start() {
    const { clock } = this.#ports;
    const sent = clock.now();
    return {
      seq: this.#nextSeq++,
      sent,
      sentNs: clock.monotonicNs(),
      deadline: sent + this.#config.attemptTimeoutMs * 1000,
    };
  }

  async #open(deadline: Instant): Promise<{ connection: HeartbeatConnection } | { error: string }> {
    const limitMs = this.#remainingMs(deadline);
    try {
      return { connection: await this.#ports.connections.open(this.#config.target, limitMs) };
    } catch (error) {
      return { error: messageOf(error) };
    }
  }

  async #insert(
    { connection, number }: Session,
    start: { seq: number; sent: Instant; deadline: Instant },
  ): Promise<Ending> {
    const { run, writer, segment } = this.#config;
    const common = { server: connection.server, connection: number };
    const inserted = connection.insert({ run, writer, segment, seq: start.seq, sent: start.sent }).then(
      (): Ending => ({ ...common, outcome: 'acknowledged' }),
      (error: unknown): Ending => ({
        ...common,
        outcome: this.#ports.connections.isRefusal(error) ? 'failed' : 'in-doubt',
        error: messageOf(error),
      }),
    );
    const expired = this.#ports.clock.sleep(this.#remainingMs(start.deadline)).then(() => EXPIRED);
    const first = await Promise.race([inserted, expired]);
    if (typeof first !== 'symbol') return first;
    return { ...common, outcome: 'in-doubt', error: `no answer within ${this.#config.attemptTimeoutMs} ms` };
  }

  #remainingMs(deadline: Instant): number {
    return Math.max(1, (deadline - this.#ports.clock.now()) / 1000);
  }

  #emit(start: { seq: number; sent: Instant; sentNs: bigint }, { error, ...ending }: Ending): void {
    const at = this.#ports.clock.now();
    const attempt: Attempt = {
      schemaVersion: SCHEMA_VERSION,
      database: this.#config.database,
      segment: this.#config.segment,
      seq: start.seq,
      sent: formatInstant(start.sent),
      answered: formatInstant(at),
      ...ending,
      sentNs: String(start.sentNs),
      answeredNs: String(this.#ports.clock.monotonicNs()),
      ...(error === undefined ? {} : { error }),
    };
    this.#config.emit(attempt, at);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

import type { Instant } from '../domain/instant.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import type { HeartbeatConnection, HeartbeatConnections } from '../ports/heartbeat-connections.ts';

/** A server that has answered at all may take this long to log a writer in: it is slow, not gone. */
const ANSWERED_LIMIT_MS = 5_000;
/** How long the patient opening may hear nothing. */
const PATIENT_LIMIT_MS = 2_000;
/** Openings that a silent peer may hold at once: the patient one, five short ones an interval apart, and late timers. */
const MOST_UNANSWERED = 8;

/** More than can be begun while one opening is under way. */
const MOST_IN_VAIN = 512;

export interface OpenedConnection {
  readonly number: number;
  readonly connection: HeartbeatConnection;
  readonly began: Instant;
  /**
   * When the latest opening before this one began that has led nowhere, as far as is known when it is asked: one that
   * this one has overtaken may be answered yet. Null when there was none.
   */
  failedBefore(): Instant | null;
}

export interface OpenerConfig {
  readonly target: SessionTarget;
  /** A peer that says nothing for so long is given up. */
  readonly unansweredLimitMs: number;
  /** Whether sessions were had before: of a series that goes on, the first silence is a silence all the same. */
  readonly goesOn: boolean;
  /** Least time between the starts of two openings. */
  readonly pauseMs: number;
  readonly onOpen: (opened: OpenedConnection) => void;
}

/**
 * Opens a writer's connections. One opening at a time is patient: were each given up early, a server too busy to
 * answer in time would be kept busy by nothing but them. Only when that one has met silence for the limit does every
 * call start another, short one, so that the moment at which a site answers again is not slept through. A server that
 * has answered is waited for: more logins at once would only make it slower. Before the first session silence means
 * nothing: a machine that is busy starting would be kept from ever getting ready.
 */
export class ConnectionOpener {
  readonly #connections: HeartbeatConnections;
  readonly #config: OpenerConfig;
  #unanswered = 0;
  #answered = 0;
  #patientSince: Instant | null = null;
  #startedAt: Instant | null = null;
  /** True once silence has been met, until a server answers. */
  #silent = false;
  #opened: boolean;
  /** Starts of openings that no server has answered, or that one has refused: the latest ones, in order. */
  #inVain: readonly Instant[] = [];
  #next = 0;
  #closed = false;
  #lastError: string | null = null;

  constructor(connections: HeartbeatConnections, config: OpenerConfig) {
    this.#connections = connections;
    this.#config = config;
    this.#opened = config.goesOn;
  }

  /** Number of the latest opening, from 0. */
  get latest(): number {
    return Math.max(0, this.#next - 1);
  }

  /** Why the last opening that ended failed; null when it did not. */
  get lastError(): string | null {
    return this.#lastError;
  }

  open(now: Instant): void {
    if (this.#closed || this.#answered > 0 || this.#unanswered >= MOST_UNANSWERED) return;
    const pendingMs = this.#patientSince === null ? null : (now - this.#patientSince) / 1000;
    if (this.#opened && pendingMs !== null && pendingMs >= this.#config.unansweredLimitMs)
      this.#silent = true;
    if (pendingMs !== null && !this.#silent) return;
    if (this.#startedAt !== null && (now - this.#startedAt) / 1000 < this.#config.pauseMs) return;
    this.#startedAt = now;
    void this.#attempt(this.#next++, now);
  }

  #failedBefore(began: Instant): Instant | null {
    return this.#inVain.findLast((other) => other < began) ?? null;
  }

  #ledNowhere(began: Instant): void {
    this.#inVain = [...this.#inVain, began].toSorted((a, b) => a - b).slice(-MOST_IN_VAIN);
  }

  /** What opens from now on is closed again. */
  close(): void {
    this.#closed = true;
  }

  async #attempt(number: number, now: Instant): Promise<void> {
    const patient = this.#patientSince === null;
    const unansweredMs = patient ? PATIENT_LIMIT_MS : this.#config.unansweredLimitMs;
    const limits = { unansweredMs, answeredMs: ANSWERED_LIMIT_MS };
    let answered = false;
    if (patient) this.#patientSince = now;
    this.#ledNowhere(now);
    this.#unanswered += 1;
    const onAnswer = () => {
      answered = true;
      this.#inVain = this.#inVain.filter((began) => began !== now);
      this.#silent = false;
      this.#unanswered -= 1;
      this.#answered += 1;
    };
    try {
      const connection = await this.#connections.open(this.#config.target, limits, onAnswer);
      this.#lastError = null;
      this.#opened = true;
      if (this.#closed) connection.close();
      else
        this.#config.onOpen({
          number,
          connection,
          began: now,
          failedBefore: () => this.#failedBefore(now),
        });
    } catch (error) {
      if (answered) this.#ledNowhere(now);
      this.#lastError = error instanceof Error ? error.message || error.name : String(error);
    } finally {
      if (patient) this.#patientSince = null;
      if (answered) this.#answered -= 1;
      else this.#unanswered -= 1;
    }
  }
}

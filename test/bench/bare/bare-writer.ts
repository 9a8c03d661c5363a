import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { openClient } from './open-client.ts';
import type { BareAttempt, SeriesOrder } from './series-order.ts';

const MOST_UNANSWERED = 6;
const INSERT = {
  name: 'bare',
  text: 'insert into muster.heartbeat (run, writer, segment, seq, sent) values ($1, $2, 0, $3, now())',
};

export interface BareSampler {
  tick(): void;
  close(): void;
}

type Rows = Extract<SeriesOrder, { kind: 'rows' }>;

/**
 * What a careful client of its own does with `pg` and nothing else: one row a tick on one connection; an attempt that
 * expires takes the connection with it, and every tick without one opens another, until a server has answered.
 */
export class BareWriter implements BareSampler {
  readonly #order: Rows;
  readonly #now: () => number;
  readonly #emit: (attempt: BareAttempt) => void;
  #client: pg.Client | null = null;
  #busy = false;
  #seq = 0;
  #unanswered = 0;
  #answered = 0;
  #closed = false;

  constructor(order: Rows, now: () => number, emit: (attempt: BareAttempt) => void) {
    this.#order = order;
    this.#now = now;
    this.#emit = emit;
  }

  tick(): void {
    if (this.#busy || this.#closed) return;
    if (this.#client) return void this.#write(this.#client);
    const sent = this.#now();
    if (this.#answered === 0 && this.#unanswered < MOST_UNANSWERED) void this.#open(sent);
  }

  close(): void {
    this.#closed = true;
    this.#client?.connection.stream.destroy();
  }

  async #open(sent: number): Promise<void> {
    let answered = false;
    this.#unanswered += 1;
    const onAnswer = () => {
      answered = true;
      this.#unanswered -= 1;
      this.#answered += 1;
    };
    try {
      const unansweredMs = this.#order.attemptTimeoutMs;
      const client = await openClient(this.#order.target, { unansweredMs, onAnswer });
      this.#use(client);
    } catch {
      this.#emit({ sent, answered: this.#now(), good: false });
    } finally {
      if (answered) this.#answered -= 1;
      else this.#unanswered -= 1;
    }
  }

  #use(client: pg.Client): void {
    if (this.#client || this.#closed) {
      client.connection.stream.destroy();
      return;
    }
    this.#client = client;
    void this.#write(client);
  }

  async #write(client: pg.Client): Promise<void> {
    this.#busy = true;
    const sent = this.#now();
    const good = await this.#insert(client);
    this.#busy = false;
    this.#emit({ sent, answered: this.#now(), good });
    if (good) return;
    client.connection.stream.destroy();
    if (this.#client === client) this.#client = null;
  }

  #insert(client: pg.Client): Promise<boolean> {
    const { run, writer, attemptTimeoutMs } = this.#order;
    const inserted = client.query({ ...INSERT, values: [run, writer, this.#seq++] }).then(
      () => true,
      () => false,
    );
    const expiry = new AbortController();
    const expired = sleep(attemptTimeoutMs, false, { signal: expiry.signal }).catch(() => false);
    return Promise.race([inserted, expired]).finally(() => expiry.abort());
  }
}

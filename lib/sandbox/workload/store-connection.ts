import type { StoreSession } from './store-session.ts';
import type { StoreWay } from './store-way.ts';
import type { StoreAddress, Writers } from './workload-order.ts';

/** As a pool's keep-alive: a session that has died is noticed before a request meets it. */
const KEEP_ALIVE_MS = 100;

interface Held {
  readonly session: StoreSession;
  answeredAt: number;
  /** What it failed with last; requests are refused until it answers again, or another one takes its place. */
  doubt: unknown;
  /** Whether users came while it was open: a switch leads new ones elsewhere, and these stay. */
  hasUsers: boolean;
}

type Journal = NonNullable<StoreAddress['journal']>;

/**
 * A service's connection to a store, which it keeps, loses and makes again by itself. A session that says nothing in
 * time is doubted, and kept until another is open: on a machine that is merely slow it answers again long before a new
 * login would have. One that is broken, or that leads to a standby, is dropped.
 */
export class StoreConnection {
  readonly #store: StoreAddress;
  readonly #way: StoreWay;
  readonly #writers: () => Writers;
  #held: Held | undefined;
  #renewing = false;

  constructor(store: StoreAddress, way: StoreWay, writers: () => Writers) {
    this.#store = store;
    this.#way = way;
    this.#writers = writers;
    void this.#renew();
    void every(KEEP_ALIVE_MS, () => this.#keepAlive());
    const { journal } = store;
    if (journal) void every(journal.everyMs, () => this.#write(journal));
  }

  /** Runs a statement. @throws Error when there is no session, or the one there is did not answer. */
  async check(): Promise<void> {
    const held = this.#held;
    if (!held) throw new Error(`${this.#store.frontDoor} has no session: ${messageOf(this.#way.lastError)}`);
    if (held.doubt !== undefined) throw this.#silent(held.doubt);
    await this.#ask(held);
  }

  #trusted(): Held | undefined {
    return this.#held?.doubt === undefined ? this.#held : undefined;
  }

  /** A row that fails is not written again: whether the session is dead is for the check to find out. */
  #write(journal: Journal): Promise<void> | undefined {
    const held = this.#trusted();
    if (!held) return undefined;
    const { gate, led } = this.#writers();
    held.hasUsers ||= led;
    return held.hasUsers && gate === 'open' ? held.session.append(journal) : undefined;
  }

  #keepAlive(): Promise<void> | undefined {
    const held = this.#held;
    return held && performance.now() - held.answeredAt >= KEEP_ALIVE_MS / 2 ? this.#ask(held) : undefined;
  }

  async #ask(held: Held): Promise<void> {
    try {
      await held.session.check();
      held.answeredAt = performance.now();
      held.doubt = undefined;
    } catch (cause) {
      held.doubt = cause;
      if (this.#held === held) this.#replace(held, cause);
      throw this.#silent(cause);
    }
  }

  #replace({ session }: Held, cause: unknown): void {
    if (!session.mayRecover(cause)) {
      session.drop();
      this.#held = undefined;
    }
    void this.#renew();
  }

  async #renew(): Promise<void> {
    if (this.#renewing) return;
    this.#renewing = true;
    const session = await this.#way.session();
    this.#renewing = false;
    if (this.#trusted()) return session.drop();
    this.#held?.session.drop();
    this.#held = { session, answeredAt: performance.now(), doubt: undefined, hasUsers: false };
  }

  #silent(cause: unknown): Error {
    return new Error(`${this.#store.frontDoor} did not answer: ${messageOf(cause)}`, { cause });
  }
}

async function every(milliseconds: number, work: () => Promise<void> | undefined): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await work()?.catch(() => undefined);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { Opening, StoreSession } from './store-session.ts';

/** A server may be that slow to say its first word before the opening is given up. */
const PATIENT_MS = 5_000;
/** A store that was open and says nothing for so long is silent: short looks start beside the patient one. */
const SHORT_MS = 250;
const MOST_SHORT = 5;
const LOOK_EVERY_MS = 50;

/** @throws Error when the store took no session. */
export type OpenSession = (opening: Opening) => Promise<StoreSession>;

interface Pending {
  readonly since: number;
  readonly short: boolean;
  answered: boolean;
}

/**
 * The way to a store, which all connections of a process share: as long as it is closed one of them looks whether it is
 * open again, and not each for itself. Looks overlap when the store is silent, because one that a lost site has
 * swallowed must not hold back the next, which may be routed elsewhere. Each is a login for the server that takes it:
 * many at once would keep one that is merely slow from ever answering in time.
 */
export class StoreWay {
  readonly #open: OpenSession;
  readonly #pending = new Set<Pending>();
  readonly #waiting: ((session: StoreSession) => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #lastError: unknown = 'not connected yet';
  #everOpened = false;
  #isOpen = false;
  /** When the store answered last. What began before that says nothing about it any more. */
  #heardAt = 0;

  constructor(open: OpenSession) {
    this.#open = open;
  }

  /** Why the last opening that failed did. */
  get lastError(): unknown {
    return this.#lastError;
  }

  /** A session for the caller alone, however long that takes. */
  session(): Promise<StoreSession> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#look();
    });
  }

  #look(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    const since = [...this.#pending].filter((one) => one.answered || one.since >= this.#heardAt);
    if (silenceOf(since) >= SHORT_MS) this.#isOpen = false;
    const wanted = this.#isOpen ? this.#waiting.length - since.length : 0;
    for (let one = 0; one < wanted; one += 1) void this.#attempt(false);
    if (!this.#isOpen) this.#scout();
    this.#timer = setTimeout(() => this.#look(), LOOK_EVERY_MS);
  }

  /** A store that has answered is waited for. Before the first session silence means nothing: all may be starting. */
  #scout(): void {
    const pending = [...this.#pending];
    const short = pending.filter((one) => one.short).length;
    if (pending.some(({ answered }) => answered)) return;
    if (short === pending.length) void this.#attempt(false);
    else if (this.#everOpened && silenceOf(pending) >= SHORT_MS && short < MOST_SHORT)
      void this.#attempt(true);
  }

  async #attempt(short: boolean): Promise<void> {
    const pending: Pending = { since: performance.now(), short, answered: false };
    this.#pending.add(pending);
    try {
      this.#give(await this.#open(this.#openingOf(pending)));
    } catch (error) {
      this.#lastError = error;
      if (pending.answered || pending.since >= this.#heardAt) this.#isOpen = false;
    } finally {
      this.#pending.delete(pending);
    }
  }

  #openingOf(pending: Pending): Opening {
    return {
      unansweredMs: pending.short ? SHORT_MS : PATIENT_MS,
      onAnswer: () => {
        pending.answered = true;
        this.#isOpen = true;
        this.#heardAt = performance.now();
        this.#look();
      },
    };
  }

  #give(session: StoreSession): void {
    this.#everOpened = true;
    const resolve = this.#waiting.shift();
    if (resolve) resolve(session);
    else session.drop();
  }
}

/** For how long the oldest of those that have heard nothing has heard nothing. */
function silenceOf(pending: readonly Pending[]): number {
  const now = performance.now();
  const silent = pending.filter(({ answered }) => !answered);
  return now - Math.min(now, ...silent.map(({ since }) => since));
}

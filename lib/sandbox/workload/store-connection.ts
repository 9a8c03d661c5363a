import { setTimeout as sleep } from 'node:timers/promises';
import { makeStoreOpener } from './store-opener.ts';
import type { StoreSession } from './store-session.ts';
import type { StoreAddress } from './workload-order.ts';

const ATTEMPT_EVERY_MS = 50;

/** As a pool's keep-alive: a session that has died is noticed before a request meets it. */
const KEEP_ALIVE_MS = 100;

/** A service's connection to a store, which it keeps, loses and makes again by itself. */
export interface StoreConnection {
  /** Runs a statement. @throws Error when there is no session, or the one there was did not answer. */
  check(): Promise<void>;
}

export function makeStoreConnection(store: StoreAddress, caPem: string): StoreConnection {
  let session: StoreSession | undefined;
  let lastError: unknown = 'not connected yet';
  const opener = makeStoreOpener(store, caPem);

  async function attempt(): Promise<void> {
    try {
      const opened = await opener.open();
      if (session) opened?.drop();
      else session = opened;
    } catch (error) {
      lastError = error;
    }
  }

  async function reconnect(): Promise<void> {
    while (!session) {
      void attempt();
      await sleep(ATTEMPT_EVERY_MS);
    }
  }

  async function check(): Promise<void> {
    const used = session;
    if (!used) throw new Error(`${store.frontDoor} has no session: ${messageOf(lastError)}`);
    try {
      await used.check();
    } catch (cause) {
      used.drop();
      // Many checks share the session: only the first to find it dead makes a new one.
      if (session === used) {
        session = undefined;
        void reconnect();
      }
      throw new Error(`${store.frontDoor} did not answer: ${messageOf(cause)}`, { cause });
    }
  }

  void reconnect();
  void keepAlive(check);
  const { journal } = store;
  // A row that fails is not written again: whether the session is dead is for the check to find out.
  if (journal) void every(journal.everyMs, () => session?.append(journal));
  return { check };
}

function keepAlive(check: () => Promise<void>): Promise<void> {
  return every(KEEP_ALIVE_MS, check);
}

async function every(milliseconds: number, work: () => Promise<void> | undefined): Promise<void> {
  for (;;) {
    await sleep(milliseconds);
    await work()?.catch(() => undefined);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { openStoreSession, type StoreSession } from './store-session.ts';
import type { StoreAddress } from './workload-order.ts';

const UNANSWERED_MS = 250;
const FIRST_UNANSWERED_MS = 5_000;
const MOST_UNANSWERED = 5;

/** Opens sessions with a store. */
export interface StoreOpener {
  /** Undefined when no other opening is wanted beside those under way. @throws Error when the store took no session. */
  open(): Promise<StoreSession | undefined>;
}

/**
 * Openings overlap: one that a silent site has swallowed does not hold back the next, which may be routed elsewhere.
 * Not so before the first session, nor once the store has answered: more logins would only make a busy one slower.
 */
export function makeStoreOpener(store: StoreAddress, caPem: string): StoreOpener {
  const pending = { unanswered: 0, answered: 0 };
  let everOpened = false;

  async function open(): Promise<StoreSession> {
    let state: keyof typeof pending = 'unanswered';
    pending.unanswered += 1;
    const onAnswer = () => {
      pending.unanswered -= 1;
      pending.answered += 1;
      state = 'answered';
    };
    try {
      const unansweredMs = everOpened ? UNANSWERED_MS : FIRST_UNANSWERED_MS;
      const session = await openStoreSession(store, caPem, { unansweredMs, onAnswer });
      everOpened = true;
      return session;
    } finally {
      pending[state] -= 1;
    }
  }

  return {
    async open() {
      const most = everOpened ? MOST_UNANSWERED : 1;
      return pending.answered > 0 || pending.unanswered >= most ? undefined : open();
    },
  };
}

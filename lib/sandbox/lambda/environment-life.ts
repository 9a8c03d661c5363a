import type { ChildProcess } from 'node:child_process';
import * as z from 'zod';

const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.enum(['broken', 'crash']), payload: z.string() }),
  z.object({ kind: z.literal('answer'), failed: z.boolean(), payload: z.string() }),
]);

/** How serving an event ended. `exited` says how the process did, in the words of Lambda. */
export type Served =
  | { readonly kind: 'answered'; readonly failed: boolean; readonly payload: string }
  | { readonly kind: 'exited'; readonly how: string };

/** The messages of an environment's process, as promises. */
export interface EnvironmentLife {
  /** False once it crashed, ran out of time, or ended. */
  readonly usable: () => boolean;
  readonly spoil: () => void;
  /** From now on no promise settles. */
  readonly silence: () => void;
  /** Null when the handler is imported, else why it is not. */
  readonly ready: Promise<Served | null>;
  /** The answer to the event that is sent next. */
  readonly nextAnswer: () => Promise<Served>;
}

export function watchEnvironment(child: ChildProcess): EnvironmentLife {
  let usable = true;
  let silenced = false;
  let settle: ((served: Served) => void) | null = null;
  const ready = Promise.withResolvers<Served | null>();
  const finish = (served: Served): void => {
    if (silenced) return;
    ready.resolve(served);
    settle?.(served);
  };
  child.on('message', (raw) => {
    const message = Message.parse(raw);
    if (message.kind === 'ready') return ready.resolve(null);
    if (message.kind !== 'answer') usable = false;
    finish({
      kind: 'answered',
      failed: message.kind !== 'answer' || message.failed,
      payload: message.payload,
    });
  });
  child.once('exit', (code, signal) => {
    usable = false;
    finish({ kind: 'exited', how: signal === null ? `exit status ${code}` : signalText(signal) });
  });
  // Sending to a process that has just ended: its exit says so as well.
  child.on('error', () => {});
  return {
    usable: () => usable && child.connected,
    spoil: () => {
      usable = false;
    },
    silence: () => {
      silenced = true;
    },
    ready: ready.promise,
    nextAnswer: () =>
      new Promise((resolve) => {
        settle = resolve;
      }),
  };
}

function signalText(signal: NodeJS.Signals): string {
  return `signal: ${signal === 'SIGKILL' ? 'killed' : signal}`;
}

/** What a signal to the command comes to. */
export interface Interruption {
  /** Rejects when the person, or the system, wants the command to end. */
  readonly awaited: Promise<never>;
  /** Names the run that goes on without the command; null where what was started ends with it. */
  readonly goesOn: (run: string | null) => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Signalled {
  once(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
}

/** Listens from now on. */
export function makeInterruption(process: Signalled): Interruption {
  const { promise: awaited, reject } = Promise.withResolvers<never>();
  let left: string | null = null;
  for (const signal of SIGNALS)
    process.once(signal, () => reject(new Error(`interrupted by ${signal}: ${wordsFor(left)}`)));
  return {
    awaited,
    goesOn: (run) => {
      left = run;
    },
  };
}

function wordsFor(run: string | null): string {
  return run === null
    ? 'what was started ends by itself, there is no verdict'
    : `run ${run} goes on; \`npx muster abort ${run}\` stops it, \`npx muster resume ${run}\` follows it`;
}

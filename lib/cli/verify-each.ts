import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import type { VerifierOfLogs } from '../domain/verify/verify-in-logs.ts';
import { UsageError } from './usage-error.ts';
import { ThreadAnswer } from './thread-answer.ts';
import type { Verified } from './verified-text.ts';
import { type VerifierKnowledge, verifierOf } from './verifier-of.ts';
import { verifyDirectory } from './verify-directory.ts';

/** What directories of runs come to, in their order. @throws UsageError as `verifyDirectory` does, in its turn */
export type VerifyEach = (directories: readonly string[]) => AsyncIterable<Verified>;

const THREAD = fileURLToPath(new URL('./verify-thread.ts', import.meta.url));
/** A thread loads all that judges and renders before its first run: below so many runs each it is slower than none. */
const RUNS_TO_BE_WORTH_A_THREAD = 100;
/** Directories that are under way or wait to be told, for each thread: what memory holds at most. */
const AHEAD = 4;

/** Few runs one after another, many in as many threads as there are cores for. */
export function verifyEach(known: VerifierKnowledge): VerifyEach {
  return (directories) => {
    const worth = Math.floor(directories.length / RUNS_TO_BE_WORTH_A_THREAD);
    const threads = Math.min(availableParallelism(), worth);
    return threads < 2 ? oneByOne(verifierOf(known))(directories) : inThreads(known, threads)(directories);
  };
}

export function oneByOne(verifier: VerifierOfLogs): VerifyEach {
  return async function* (directories) {
    for (const directory of directories) yield await verifyDirectory(verifier, directory);
  };
}

/** The same, told in the same order, from threads that take a directory each. */
export function inThreads(known: VerifierKnowledge, threads: number): VerifyEach {
  return async function* (directories) {
    const pool = new Tinypool({
      filename: THREAD,
      runtime: 'worker_threads',
      minThreads: threads,
      maxThreads: threads,
      isolateWorkers: false,
      workerData: known,
    });
    try {
      const asked: Promise<unknown>[] = [];
      for (const directory of directories) {
        asked.push(ask(pool, directory));
        if (asked.length > threads * AHEAD) yield await told(asked);
      }
      while (asked.length > 0) yield await told(asked);
    } finally {
      await pool.destroy();
    }
  };
}

function ask(pool: Tinypool, directory: string): Promise<unknown> {
  const answer: Promise<unknown> = pool.run(directory, { name: 'verifyInThread' });
  // It is awaited in its turn; one behind another that failed never is.
  answer.catch(() => {});
  return answer;
}

async function told(asked: Promise<unknown>[]): Promise<Verified> {
  const answer = ThreadAnswer.parse(await asked.shift());
  if ('verified' in answer) return answer.verified;
  throw new UsageError(answer.unreadable);
}

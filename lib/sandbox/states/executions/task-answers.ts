import type { TaskAnswer } from '../asl/cursor.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { Thread } from './threads.ts';

export interface TaskAnswers {
  /** The answer to the token of a thread's current task, also one that came before this was asked. */
  readonly answered: (path: string) => Promise<TaskAnswer>;
  /** False when the token is not awaited, or no longer. */
  readonly answer: (token: string, answer: TaskAnswer) => boolean;
  /** Notes that the token's holder is alive; false when it is not awaited. */
  readonly alive: (token: string) => boolean;
  /** Whether an answer to the token is in the journal. */
  readonly wasAnswered: (token: string) => boolean;
}

/** Answers to tokens: kept in the journal, so that one is not lost with the interpreter. */
export function makeTaskAnswers(log: ExecutionLog): TaskAnswers {
  const waiting = new Map<string, (answer: TaskAnswer) => void>();
  const change = (path: string, line: { answer: TaskAnswer } | { aliveAt: number }): void => {
    log.write({ path, head: log.thread(path).head, pending: [], line: () => ({ change: line }) });
  };
  const awaitedBy = (token: string): string | null => {
    if (log.ending()) return null;
    for (const [path, thread] of log.threads()) if (awaits(thread, token)) return path;
    return null;
  };
  return {
    wasAnswered: (token) => log.answeredTokens().has(token),
    answered: (path) => {
      const known = log.thread(path).cursor?.answer;
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.set(path, resolve));
    },
    alive: (token) => {
      const path = awaitedBy(token);
      if (path !== null) change(path, { aliveAt: log.clock.now() });
      return path !== null;
    },
    answer: (token, answer) => {
      const path = awaitedBy(token);
      if (path === null) return false;
      change(path, { answer });
      waiting.get(path)?.(answer);
      waiting.delete(path);
      return true;
    },
  };
}

function awaits({ cursor }: Thread, token: string): boolean {
  return cursor?.answer === null && 'task' in cursor.phase && cursor.phase.task.token === token;
}

import type { TaskAnswer } from '../asl/cursor.ts';
import type { ExecutionLog } from './execution-log.ts';

export interface TaskAnswers {
  /** The answer to the current task's token, also one that came before this was asked. */
  readonly answered: () => Promise<TaskAnswer>;
  /** False when the token is not awaited, or no longer. */
  readonly answer: (token: string, answer: TaskAnswer) => boolean;
  readonly awaits: (token: string) => boolean;
  /** Whether an answer to the token is in the journal. */
  readonly wasAnswered: (token: string) => boolean;
}

/** Answers to the current task's token: kept in the journal, so that one is not lost with the interpreter. */
export function makeTaskAnswers(log: ExecutionLog): TaskAnswers {
  let waiting: ((answer: TaskAnswer) => void) | null = null;
  const awaits = (token: string): boolean => {
    const cursor = log.cursor();
    if (log.ending() || !cursor || cursor.answer !== null) return false;
    const { phase } = cursor;
    return (phase.kind === 'scheduled' || phase.kind === 'submitted') && phase.task.token === token;
  };
  return {
    awaits,
    wasAnswered: (token) => log.answeredTokens().has(token),
    answered: () => {
      const known = log.cursor()?.answer;
      if (known) return Promise.resolve(known);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    answer: (token, answer) => {
      if (!awaits(token)) return false;
      log.commit({ answer });
      waiting?.(answer);
      return true;
    },
  };
}

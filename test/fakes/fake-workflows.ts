import type { HistoryEvent } from '../../lib/domain/record/history-event.ts';
import type { Workflows } from '../../lib/ports/workflows.ts';
import { type Journal, noted } from './journal.ts';

export interface TaskAnswer {
  readonly token: string;
  readonly output: unknown;
}

export interface FakeWorkflows extends Workflows {
  readonly answers: readonly TaskAnswer[];
  /** Tokens of tasks that were said to go on. */
  readonly kept: readonly string[];
  readonly started: readonly { machineArn: string; name: string; input: unknown }[];
}

export interface KnownExecutions {
  /** Status by ARN. */
  readonly statuses: Readonly<Record<string, string>>;
  readonly history: readonly HistoryEvent[];
}

/** Executions that are started and answered at once. */
export function makeFakeWorkflows(
  journal: Journal = [],
  known: Partial<KnownExecutions> = {},
): FakeWorkflows {
  const { statuses = {}, history = [] } = known;
  const answers: TaskAnswer[] = [];
  const kept: string[] = [];
  const started: { machineArn: string; name: string; input: unknown }[] = [];
  return {
    answers,
    kept,
    started,
    start: async (request) => {
      await noted(journal, `workflows.start ${request.name}`);
      started.push(request);
      return `arn:of:${request.name}`;
    },
    status: async (arn) => {
      await noted(journal, `workflows.status ${arn}`);
      return statuses[arn] ?? null;
    },
    history: async (arn) => {
      await noted(journal, `workflows.history ${arn}`);
      return history;
    },
    completeTask: async (token, output) => {
      await noted(journal, `workflows.completeTask ${token}`);
      answers.push({ token, output });
      return true;
    },
    keepTask: async (token) => {
      await noted(journal, `workflows.keepTask ${token}`);
      kept.push(token);
      return true;
    },
  };
}

import type { Clock, Instant } from '../asl/clock.ts';
import type { TaskAnswer } from '../asl/cursor.ts';
import { Definition } from '../asl/definition.ts';
import type { ExecutionScope, Invoke } from '../asl/execution-scope.ts';
import type { Evaluator } from '../asl/jsonata/evaluator.ts';
import { runStates } from '../asl/run-states.ts';
import { endLog, failed, toFailure } from './ending.ts';
import { ExecutionEnded, type ExecutionLog, makeExecutionLog } from './execution-log.ts';
import type { Ending, ExecutionRecord, HistoryEvent, JournalLine } from './execution-record.ts';
import { makeTaskAnswers } from './task-answers.ts';
import { makeTaskToken } from './task-token.ts';

/** What executions share. */
export interface ExecutionPorts {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly evaluate: Evaluator;
  readonly random: () => number;
}

/** One execution, running or ended. */
export interface Execution {
  readonly record: ExecutionRecord;
  readonly ending: () => Ending | null;
  readonly events: () => readonly HistoryEvent[];
  /** Resolves when the execution has ended. */
  readonly done: Promise<void>;
  /** Starts it, or goes on where its journal stands. */
  readonly run: () => void;
  /** Ends it at once; no Catch runs. Answers when it ended, also if it had before. */
  readonly stop: (error: string | null, cause: string | null) => Instant;
  /** False when the token is not awaited, or no longer. */
  readonly answer: (token: string, answer: TaskAnswer) => boolean;
  readonly alive: (token: string) => boolean;
  /** Whether the token was answered, at any time. */
  readonly wasAnswered: (token: string) => boolean;
}

export interface ExecutionFile {
  readonly record: ExecutionRecord;
  readonly lines: readonly JournalLine[];
  readonly append: (line: JournalLine) => void;
}

export function makeExecution(file: ExecutionFile, ports: ExecutionPorts): Execution {
  const { record } = file;
  const log = makeExecutionLog(ports.clock, file.append);
  for (const line of file.lines) log.replay(line);
  const aborter = new AbortController();
  const finished = Promise.withResolvers<void>();
  const answers = makeTaskAnswers(log);
  const end = (ending: Ending): void => {
    if (log.ending()) return;
    endLog(log, ending);
    aborter.abort(new ExecutionEnded('the execution has ended'));
    finished.resolve();
  };
  const run = (): void => {
    if (log.ending()) return finished.resolve();
    if (log.events().length === 0) recordStart(log, record);
    const scope = makeScope({ record, log, ports, signal: aborter.signal, answered: answers.answered });
    void watchTimeout(scope).then(() => end(failed('TIMED_OUT', ports.clock.now(), null)), ignoreEnd);
    void runToEnd(scope).then(end, ignoreEnd);
  };
  return {
    record,
    ending: log.ending,
    events: log.events,
    done: finished.promise,
    run,
    answer: answers.answer,
    wasAnswered: answers.wasAnswered,
    alive: (token) => {
      const awaited = answers.awaits(token);
      if (awaited) log.commit({ aliveAt: ports.clock.now() });
      return awaited;
    },
    stop: (error, cause) => {
      const at = ports.clock.now();
      end({ status: 'ABORTED', at, error, cause });
      return log.ending()?.at ?? at;
    },
  };
}

/** Runs the states; answers how the execution ends. @throws ExecutionEnded when it was ended from outside. */
async function runToEnd(scope: ExecutionScope): Promise<Ending> {
  try {
    const output = await runStates(scope.definition, scope);
    return { status: 'SUCCEEDED', at: scope.clock.now(), output: JSON.stringify(output) ?? 'null' };
  } catch (thrown) {
    if (scope.signal.aborted || thrown instanceof ExecutionEnded) throw thrown;
    return failed('FAILED', scope.clock.now(), toFailure(thrown));
  }
}

async function watchTimeout({ definition, identity, clock, signal }: ExecutionScope): Promise<void> {
  const seconds = definition.TimeoutSeconds;
  if (seconds === undefined) return new Promise<never>(() => {});
  await clock.sleepUntil(identity.startedAt + seconds * 1e6, signal);
}

function ignoreEnd(): void {}

function recordStart(log: ExecutionLog, record: ExecutionRecord): void {
  log.record('ExecutionStarted', {
    executionStartedEventDetails: {
      input: record.input,
      inputDetails: { truncated: false },
      roleArn: `arn:aws:iam::${record.arn.split(':')[4]}:role/${record.machineName}`,
    },
  });
}

interface ScopeParts {
  readonly record: ExecutionRecord;
  readonly log: ExecutionLog;
  readonly ports: ExecutionPorts;
  readonly signal: AbortSignal;
  readonly answered: () => Promise<TaskAnswer>;
}

function makeScope({ record, log, ports, signal, answered }: ScopeParts): ExecutionScope {
  const { clock, invoke, evaluate, random } = ports;
  const input: unknown = JSON.parse(record.input);
  return {
    identity: { ...record, input },
    definition: Definition.parse(JSON.parse(record.definition)),
    clock,
    signal,
    invoke,
    evaluate,
    random,
    newToken: () => makeTaskToken(record.arn),
    cursor: log.cursor,
    record: log.record,
    commit: log.commit,
    enter: log.enter,
    answered,
  };
}

import type { Instant } from '../asl/clock.ts';
import type { TaskAnswer } from '../asl/cursor.ts';
import type { ExecutionPorts } from './execution-ports.ts';
import { type ExecutionLog, type LogFile, makeExecutionLog } from './execution-log.ts';
import type { Ending, ExecutionRecord, HistoryEvent, Redrive } from './execution-record.ts';
import { endUnrun, type Run, startRun } from './run.ts';
import { makeTaskAnswers } from './task-answers.ts';

/** One execution, running or ended. */
export interface Execution {
  readonly record: ExecutionRecord;
  readonly ending: () => Ending | null;
  readonly events: () => readonly HistoryEvent[];
  readonly eventCount: () => number;
  readonly redrives: () => readonly Redrive[];
  /** Resolves when the execution has ended; after a redrive it is another promise. */
  readonly done: Promise<void>;
  /** Map Runs that one of its states waits for. */
  readonly mapRunArns: () => readonly string[];
  /** Starts it, or goes on where its journal stands; one that runs just runs on. */
  readonly run: () => void;
  /** Ends it at once, also one that does not run; no Catch runs. Answers when it ended, also if it had before. */
  readonly stop: (error: string | null, cause: string | null) => Instant;
  /** Makes one that ended go on; answers when. That it may is the caller's to know. */
  readonly redrive: (clientToken: string | null) => Instant;
  /** False when the token is not awaited, or no longer. */
  readonly answer: (token: string, answer: TaskAnswer) => boolean;
  readonly alive: (token: string) => boolean;
  /** Whether the token was answered, at any time. */
  readonly wasAnswered: (token: string) => boolean;
}

export interface ExecutionFile extends LogFile {
  readonly record: ExecutionRecord;
  /** Called each time that the execution has ended. */
  readonly ended?: () => void;
}

export function makeExecution(file: ExecutionFile, ports: ExecutionPorts): Execution {
  const log = makeExecutionLog(ports.clock, file);
  for (const line of file.read()) log.replay(line);
  const answers = makeTaskAnswers(log);
  const life = makeLife(file, log, (ended) =>
    startRun({ record: file.record, log, ports, answered: answers.answered, ended }),
  );
  return {
    record: file.record,
    ending: log.ending,
    events: log.history.all,
    eventCount: log.history.count,
    redrives: log.redrives,
    mapRunArns: () => mapRunArns(log),
    get done() {
      return life.done();
    },
    run: life.run,
    answer: answers.answer,
    wasAnswered: answers.wasAnswered,
    alive: answers.alive,
    stop: (error, cause) => {
      const at = ports.clock.now();
      life.end({ status: 'ABORTED', at, error, cause });
      return log.ending()?.at ?? at;
    },
    redrive: (clientToken) => {
      const at = ports.clock.now();
      log.redrive({ at, clientToken });
      life.again();
      return at;
    },
  };
}

function mapRunArns(log: ExecutionLog): readonly string[] {
  const phases = Array.from(log.threads(), ([, { cursor }]) => cursor?.phase);
  return phases.flatMap((phase) => (phase?.kind === 'mapRun' ? [phase.run.arn] : []));
}

interface Life {
  readonly run: () => void;
  readonly again: () => void;
  readonly end: (ending: Ending) => void;
  readonly done: () => Promise<void>;
}

/** The runs of an execution: its first, and one for each redrive. */
function makeLife(file: ExecutionFile, log: ExecutionLog, start: (ended: () => void) => Run): Life {
  let current: Run | null = null;
  let finished = Promise.withResolvers<void>();
  const ended = (): void => {
    current = null;
    finished.resolve();
    file.ended?.();
  };
  const run = (): void => {
    if (log.ending()) ended();
    else current ??= start(ended);
  };
  return {
    run,
    again: () => {
      finished = Promise.withResolvers<void>();
      run();
    },
    end: (ending) => {
      if (current) return current.end(ending);
      if (log.ending()) return;
      endUnrun(log, ending);
      ended();
    },
    done: () => finished.promise,
  };
}

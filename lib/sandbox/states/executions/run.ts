import type { TaskAnswer } from '../asl/cursor.ts';
import { Definition } from '../asl/definition.ts';
import type { ExecutionIdentity, ExecutionScope } from '../asl/execution-scope.ts';
import { runStates } from '../asl/run-states.ts';
import { endingEvent, failed, toFailure } from './ending.ts';
import type { ExecutionPorts } from './execution-ports.ts';
import { ExecutionEnded, type ExecutionLog } from './execution-log.ts';
import type { Ending, ExecutionRecord } from './execution-record.ts';
import { makeTaskToken } from './task-token.ts';
import { makeThreadScope } from './thread-scope.ts';
import { makeThreadWriter, type ThreadWriter } from './thread-writer.ts';

export interface RunParts {
  readonly record: ExecutionRecord;
  readonly log: ExecutionLog;
  readonly ports: ExecutionPorts;
  readonly answered: (path: string) => Promise<TaskAnswer>;
  readonly ended: () => void;
}

/** An execution on its way, from its start or a redrive to its end. */
export interface Run {
  /** Ends it from outside: nothing that still runs of it can write any more. */
  readonly end: (ending: Ending) => void;
}

export function startRun(parts: RunParts): Run {
  const { record, log, ports } = parts;
  const aborter = new AbortController();
  const { signal } = aborter;
  const writer = makeThreadWriter(log, '', { signal, after: 0 });
  if (log.history.count() === 0) recordStart(writer, record);
  const end = (ending: Ending): void => {
    if (signal.aborted) return;
    writeEnd(writer, log, ending);
    aborter.abort(new ExecutionEnded('the execution has ended'));
    parts.ended();
  };
  const definition = Definition.parse(JSON.parse(record.definition));
  const scope = rootScope(parts, writer, signal);
  const timedOut = watchTimeout(definition, scope);
  void timedOut.then(() => end(failed('TIMED_OUT', ports.clock.now(), null)), ignoreEnd);
  void runToEnd(definition, scope).then(end, ignoreEnd);
  return { end };
}

/** Runs the states; answers how the execution ends. @throws ExecutionEnded when it was ended from outside. */
async function runToEnd(definition: Definition, scope: ExecutionScope): Promise<Ending> {
  try {
    const output = await runStates(definition, scope);
    return { status: 'SUCCEEDED', at: scope.clock.now(), output: JSON.stringify(output) ?? 'null' };
  } catch (thrown) {
    if (scope.signal.aborted || thrown instanceof ExecutionEnded) throw thrown;
    return failed('FAILED', scope.clock.now(), toFailure(thrown));
  }
}

/** "When you redrive an execution, the state machine level timeout, if defined, is reset to 0": AWS, redrive-executions. */
async function watchTimeout({ TimeoutSeconds: seconds }: Definition, scope: ExecutionScope): Promise<void> {
  const { identity, clock, signal } = scope;
  if (seconds === undefined) return new Promise<never>(() => {});
  await clock.sleepUntil((identity.redrivenAt ?? identity.startedAt) + seconds * 1e6, signal);
}

function ignoreEnd(): void {}

function recordStart(writer: ThreadWriter, record: ExecutionRecord): void {
  const { input } = record;
  const details = { input, inputDetails: { truncated: false }, roleArn: roleArn(record) };
  writer.record('ExecutionStarted', { executionStartedEventDetails: details }, 'none');
}

/** Ends an execution that does not run: the interpreter was killed, and nobody waits for it any more. */
export function endUnrun(log: ExecutionLog, ending: Ending): void {
  const { signal } = new AbortController();
  writeEnd(makeThreadWriter(log, '', { signal, after: 0 }), log, ending);
}

/** What was recorded is written with the end of its own making; one from outside cuts it off. */
function writeEnd(writer: ThreadWriter, log: ExecutionLog, ending: Ending): void {
  const { type, details } = endingEvent(ending);
  const outside = ending.status === 'ABORTED' || ending.status === 'TIMED_OUT';
  if (outside) writer.goOnFrom({ ...writer.recorded(), pending: [] });
  if (outside) recordAbortedRuns(writer, log);
  writer.trim();
  writer.record(type, details, outside ? 'none' : 'next');
  writer.write(() => ({ ended: ending }));
}

/** No history of a stopped Map Run was found: that each has a MapRunAborted before the end is an assumption. */
function recordAbortedRuns(writer: ThreadWriter, log: ExecutionLog): void {
  for (const [, { cursor }] of log.threads())
    if (cursor?.phase.kind === 'mapRun') writer.record('MapRunAborted', {}, 'aside');
}

function rootScope(parts: RunParts, writer: ThreadWriter, signal: AbortSignal): ExecutionScope {
  const { record, log, answered } = parts;
  const input: unknown = JSON.parse(record.input);
  const newToken = (): string => makeTaskToken(record.arn);
  const start = { input, outer: {}, item: null };
  const world = {
    ...parts.ports,
    mapRuns: parts.ports.mapRuns(record),
    runSequence: runStates,
    log,
    answered,
    newToken,
    identity: identityOf(parts, input),
  };
  return makeThreadScope(world, writer, { start, signal, after: 0 });
}

function identityOf({ record, log }: RunParts, input: unknown): ExecutionIdentity {
  const redrives = log.redrives();
  return {
    ...record,
    input,
    roleArn: roleArn(record),
    redriveCount: redrives.length,
    redrivenAt: redrives.at(-1)?.at ?? null,
  };
}

/** A child workflow execution has the role of the machine that its Map state stands in. */
function roleArn({ arn, machineName }: ExecutionRecord): string {
  return `arn:aws:iam::${arn.split(':')[4]}:role/${machineName.split('/')[0]}`;
}

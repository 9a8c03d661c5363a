import * as z from 'zod';
import { Conflict } from '../../lib/domain/failure.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { HeartbeatInput } from '../../lib/domain/run/heartbeat-input.ts';
import type { Executions, ExecutionSummary } from '../../lib/ports/executions.ts';
import type { HistoryEvent } from '../../lib/domain/record/history-event.ts';
import type { Workflows } from '../../lib/ports/workflows.ts';
import type { Evaluator } from '../../lib/sandbox/states/asl/jsonata/evaluator.ts';
import type { Invoke } from '../../lib/sandbox/states/asl/execution-scope.ts';
import { type Execution, makeExecution } from '../../lib/sandbox/states/executions/execution.ts';
import type {
  ExecutionRecord,
  HistoryEvent as AslEvent,
  JournalLine,
} from '../../lib/sandbox/states/executions/execution-record.ts';
import { NO_MAP_RUNS, NO_OBJECTS } from '../unit/sandbox/states/no-map-runs.ts';
import { type Caller, makeCaller } from './caller.ts';
import { never } from './invocation.ts';
import { ModelDeferredFence } from './model-deferred-fence.ts';
import { ModelSeries } from './model-series.ts';
import { AWAY, happen, type ModelWorld } from './model-world.ts';

const ARN = `arn:aws:states:${AWAY}:111122223333`;
export const MACHINES = {
  failover: `${ARN}:stateMachine:failover`,
  heartbeat: `${ARN}:stateMachine:heartbeat`,
  deferredFence: `${ARN}:stateMachine:deferred-fence`,
} as const;

export interface StatesParts {
  readonly world: ModelWorld;
  readonly evaluate: Evaluator;
  readonly definition: string;
  readonly invoke: Invoke;
  readonly tellsDetection: boolean;
}

/** Step Functions of the recovery region. Failovers are run by the interpreter, from their own definition. */
export interface ModelStates {
  readonly workflows: (caller: Caller) => Workflows;
  readonly executions: (caller: Caller) => Executions;
  /** Executions of failovers, in the order of their starts. */
  readonly all: () => readonly Execution[];
  /** The interpreter dies, and another one goes on from the journals: what was being called is called again. */
  readonly crash: () => void;
}

export function makeModelStates(parts: StatesParts): ModelStates {
  const { world } = parts;
  const journals = new Map<string, Journal>();
  const executions = new Map<string, Execution>();
  const inputs = new Map<string, unknown>();
  const statusOf = (arn: string): string | null => {
    const beside = [...world.series, ...world.fences].find((one) => one.arn === arn);
    const execution = executions.get(arn);
    return beside?.status ?? (execution ? (execution.ending()?.status ?? 'RUNNING') : null);
  };
  const answering: ModelStates = {
    all: () => [...executions.values()],
    crash: () => {
      for (const [arn, journal] of journals) {
        if (executions.get(arn)?.ending()) continue;
        journal.process.isDead = true;
        journals.set(arn, { ...journal, process: { isDead: false } });
        executions.set(arn, interpret(parts, journals.get(arn) ?? journal));
      }
    },
    workflows: (caller) => ({
      start: ({ machineArn, name, input }) => {
        const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
        return caller.call({ what: 'workflows.start', subject: name, region: AWAY, changes: true }, () => {
          if (statusOf(arn) !== null) return arn;
          inputs.set(arn, input);
          if (machineArn === MACHINES.heartbeat) startSeries(parts, answering, { arn, name, input });
          else if (machineArn === MACHINES.deferredFence)
            world.fences.push(new ModelDeferredFence({ ...parts, statusOf }, { arn, name, input }));
          else if (machineArn === MACHINES.failover)
            executions.set(arn, interpret(parts, journalOf(parts, journals, { arn, name, input })));
          return arn;
        });
      },
      status: (arn) =>
        caller.call({ what: 'workflows.status', subject: arn, region: AWAY }, () => statusOf(arn)),
      history: (arn) =>
        caller.call({ what: 'workflows.history', subject: arn, region: AWAY }, () =>
          (executions.get(arn)?.events() ?? []).map(eventOf),
        ),
      completeTask: (token, output) =>
        caller.call({ what: 'workflows.completeTask', subject: token, region: AWAY }, () =>
          [...executions.values()].some((execution) => execution.answer(token, { ok: true, output })),
        ),
      keepTask: () => Promise.resolve(true),
    }),
    executions: (caller) => ({
      list: (machineArn, which) =>
        caller.call({ what: 'executions.list', subject: machineArn, region: AWAY }, () =>
          summaries(world, [...executions.values()], machineArn).filter(
            ({ status }) => which === 'all' || status === 'RUNNING',
          ),
        ),
      inputOf: (arn) =>
        caller.call({ what: 'executions.inputOf', subject: arn, region: AWAY }, () =>
          structuredClone(inputs.get(arn) ?? null),
        ),
      redrive: (arn, token) => {
        const execution = executions.get(arn);
        const isDone = () => execution?.redrives().some(({ clientToken }) => clientToken === token) ?? false;
        return caller.call({ what: 'executions.redrive', subject: arn, region: AWAY, changes: true }, () => {
          if (isDone()) return;
          mayGoOn(arn, execution);
          execution?.redrive(token);
        });
      },
      stop: (arn, cause) =>
        caller.call({ what: 'executions.stop', subject: arn, region: AWAY, changes: true }, () => {
          executions.get(arn)?.stop(null, cause);
          world.series.find((one) => one.arn === arn)?.abort();
        }),
    }),
  };
  return answering;
}

interface Started {
  readonly arn: string;
  readonly name: string;
  readonly input: unknown;
}

function startSeries(
  { world, tellsDetection }: StatesParts,
  { workflows }: ModelStates,
  { arn, name, input }: Started,
): void {
  const own = tellsDetection ? workflows(makeCaller(world)) : null;
  world.series.push(new ModelSeries(world, own, { arn, name, input: HeartbeatInput.parse(input) }));
}

/** What a process that interprets an execution reads and writes. */
interface Journal {
  readonly record: ExecutionRecord;
  readonly lines: JournalLine[];
  readonly process: { isDead: boolean };
}

function journalOf(
  { world, definition }: StatesParts,
  journals: Map<string, Journal>,
  { arn, name, input }: Started,
): Journal {
  const record = {
    arn,
    name,
    region: AWAY,
    machineArn: MACHINES.failover,
    machineName: 'failover',
    startedAt: world.clock.now(),
    input: JSON.stringify(input),
    definition,
  };
  const journal = { record, lines: [], process: { isDead: false } };
  journals.set(arn, journal);
  return journal;
}

/** Starts an execution, or goes on where its journal stands. A process that is dead does nothing any more. */
function interpret({ world, evaluate, invoke }: StatesParts, { record, lines, process }: Journal): Execution {
  const { clock } = world;
  const alive = <A extends readonly unknown[], T>(work: (...args: A) => Promise<T>) => {
    return async (...args: A): Promise<T> => {
      const done = process.isDead ? await never() : await work(...args);
      return process.isDead ? never() : done;
    };
  };
  const ended = () => happen(world, { what: 'execution ended', subject: record.name });
  const append = (line: JournalLine) => void (process.isDead || lines.push(line));
  const own = {
    ...clock,
    sleepUntil: alive((until: Instant, signal: AbortSignal) => clock.sleepUntil(until, signal)),
  };
  const execution = makeExecution(
    { record, read: () => [...lines], append, ended },
    {
      clock: own,
      invoke: alive(invoke),
      evaluate: alive(evaluate),
      random: () => 0.5,
      objects: NO_OBJECTS,
      mapRuns: NO_MAP_RUNS.portOf,
    },
  );
  execution.run();
  return execution;
}

/** As Step Functions has it: one that runs, or that has succeeded, is not redriven. */
function mayGoOn(subject: string, execution: Execution | undefined): void {
  const status = execution ? (execution.ending()?.status ?? 'RUNNING') : 'unknown';
  const limit = 'an execution that ended without success';
  if (!['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status))
    throw new Conflict({ subject, seen: status, limit });
}

/** Newest first, as ListExecutions answers. */
function summaries(
  { series }: ModelWorld,
  executions: readonly Execution[],
  machineArn: string,
): readonly ExecutionSummary[] {
  if (machineArn === MACHINES.heartbeat)
    return series.map(({ arn, name, status }) => ({ arn, name, status })).toReversed();
  if (machineArn !== MACHINES.failover) return [];
  return executions
    .map(({ record: { arn, name }, ending }) => ({ arn, name, status: ending()?.status ?? 'RUNNING' }))
    .toReversed();
}

const Failure = z.object({ error: z.string().optional(), cause: z.string().optional() }).optional();
const Named = z.object({ name: z.string() }).optional();
const Details = z.object({
  taskFailedEventDetails: Failure,
  taskTimedOutEventDetails: Failure,
  evaluationFailedEventDetails: Failure,
  executionFailedEventDetails: Failure,
  stateEnteredEventDetails: Named,
  stateExitedEventDetails: Named,
});

/** As lib/aws/sfn-workflows reads it from the API. */
function eventOf({ id, type, timestamp, details }: AslEvent): HistoryEvent {
  const seen = Details.parse(details);
  const failure =
    seen.taskFailedEventDetails ??
    seen.taskTimedOutEventDetails ??
    seen.evaluationFailedEventDetails ??
    seen.executionFailedEventDetails;
  return {
    id,
    type,
    at: timestamp,
    state: seen.stateEnteredEventDetails?.name ?? seen.stateExitedEventDetails?.name ?? null,
    error: failure?.error ?? null,
    cause: failure?.cause ?? null,
  };
}

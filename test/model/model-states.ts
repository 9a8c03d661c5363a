import * as z from 'zod';
import { HeartbeatInput } from '../../lib/domain/run/heartbeat-input.ts';
import type { Executions, ExecutionSummary } from '../../lib/ports/executions.ts';
import type { HistoryEvent } from '../../lib/domain/record/history-event.ts';
import type { Workflows } from '../../lib/ports/workflows.ts';
import type { Evaluator } from '../../lib/sandbox/states/asl/jsonata/evaluator.ts';
import type { Invoke } from '../../lib/sandbox/states/asl/execution-scope.ts';
import { type Execution, makeExecution } from '../../lib/sandbox/states/executions/execution.ts';
import type {
  HistoryEvent as AslEvent,
  JournalLine,
} from '../../lib/sandbox/states/executions/execution-record.ts';
import { NO_MAP_RUNS, NO_OBJECTS } from '../unit/sandbox/states/no-map-runs.ts';
import { type Caller, makeCaller } from './caller.ts';
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
}

export function makeModelStates(parts: StatesParts): ModelStates {
  const { world } = parts;
  const executions = new Map<string, Execution>();
  const inputs = new Map<string, unknown>();
  const statusOf = (arn: string): string | null => {
    const beside = [...world.series, ...world.fences].find((one) => one.arn === arn);
    const execution = executions.get(arn);
    return beside?.status ?? (execution ? (execution.ending()?.status ?? 'RUNNING') : null);
  };
  const answering: ModelStates = {
    all: () => [...executions.values()],
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
            executions.set(arn, startExecution(parts, { arn, name, input }));
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
      redrive: (arn) =>
        caller.call({ what: 'executions.redrive', subject: arn, region: AWAY, changes: true }, () => {
          executions.get(arn)?.redrive(null);
        }),
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

function startExecution(
  { world, evaluate, definition, invoke }: StatesParts,
  { arn, name, input }: Started,
): Execution {
  const { clock } = world;
  const record = {
    arn,
    name,
    region: AWAY,
    machineArn: MACHINES.failover,
    machineName: 'failover',
    startedAt: clock.now(),
    input: JSON.stringify(input),
    definition,
  };
  const lines: JournalLine[] = [];
  const ended = () => happen(world, { what: 'execution ended', subject: name });
  const execution = makeExecution(
    { record, read: () => lines, append: (line) => void lines.push(line), ended },
    { clock, invoke, evaluate, random: () => 0.5, objects: NO_OBJECTS, mapRuns: NO_MAP_RUNS.portOf },
  );
  execution.run();
  return execution;
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

import { checkDefinition } from '../../../../lib/sandbox/states/asl/check-definition.ts';
import type { TaskDelivery } from '../../../../lib/sandbox/states/asl/cursor.ts';
import {
  type ObjectPlace,
  type ObjectPort,
  ObjectsRefused,
} from '../../../../lib/sandbox/states/asl/distributed/object-port.ts';
import type { Invocation } from '../../../../lib/sandbox/states/asl/execution-scope.ts';
import { makeEvaluator } from '../../../../lib/sandbox/states/asl/jsonata/evaluator.ts';
import type { Execution } from '../../../../lib/sandbox/states/executions/execution.ts';
import { type Executions, makeExecutions } from '../../../../lib/sandbox/states/executions/executions.ts';
import type { MapRun } from '../../../../lib/sandbox/states/map-runs/map-run.ts';
import type { StatesWorld } from '../../../../lib/sandbox/states/operations/operation.ts';
import { makeMemoryJournals, type PlacedLine } from './memory-journals.ts';
import type { Handler } from './run-machine.ts';
import { makeVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const REGION = 'eu-west-1';
export const MACHINE = {
  arn: `arn:aws:states:${REGION}:123456789012:stateMachine:machine`,
  name: 'machine',
  region: REGION,
  createdAt: 0,
};

export interface WorldOptions {
  readonly input?: unknown;
  readonly handler?: Handler;
  /** Journals of an interpreter that was killed. */
  readonly lines?: readonly PlacedLine[];
  readonly clock?: VirtualClock;
  /** Objects by bucket and key, such as `bucket/a/b`. */
  readonly objects?: Map<string, string>;
}

/** An interpreter with all its executions and Map Runs, on a virtual clock. */
export interface WorldRun {
  readonly executions: Executions;
  readonly world: StatesWorld;
  readonly execution: Execution;
  /** The newest Map Run of the execution. @throws Error when it has none */
  readonly mapRun: () => MapRun;
  readonly clock: VirtualClock;
  readonly lines: PlacedLine[];
  readonly calls: TaskDelivery[];
  readonly objects: Map<string, string>;
}

/** Starts an execution, or goes on where the journals stand. */
export function openWorld(definition: string, options: WorldOptions = {}): WorldRun {
  checkDefinition(definition);
  const clock = options.clock ?? makeVirtualClock();
  const lines = [...(options.lines ?? [])];
  const calls: TaskDelivery[] = [];
  const objects = options.objects ?? new Map<string, string>();
  const handler = options.handler ?? (() => ({}));
  const invoke = async (task: TaskDelivery): Promise<Invocation> => {
    calls.push(task);
    const payload = await handler(task, clock);
    return { statusCode: 200, functionError: null, payload: JSON.stringify(payload) };
  };
  const random = (): number => 0.5;
  const evaluate = makeEvaluator({ nowMillis: () => clock.now() / 1000, random });
  const journals = makeMemoryJournals(lines);
  const ports = { clock, invoke, evaluate, random, objects: memoryObjects(objects) };
  const executions = makeExecutions(journals, ports);
  executions.resume();
  const machine = { ...MACHINE, definition };
  const execution =
    executions.of(MACHINE.arn)[0] ??
    executions.start(machine, { name: 'run', input: JSON.stringify(options.input ?? {}) });
  const mapRun = (): MapRun => {
    const found = executions.mapRuns.of(execution.record.arn)[0];
    if (!found) throw new Error('the execution has no Map Run');
    return found;
  };
  const world = { machines: [machine], executions };
  return { executions, world, execution, mapRun, clock, lines, calls, objects };
}

/** Runs an execution, with all its children, to its end. */
export async function runWorld(definition: string, options: WorldOptions = {}): Promise<WorldRun> {
  const run = openWorld(definition, options);
  await run.clock.drive(run.execution.done);
  return run;
}

/** The execution's output. @throws Error with error and cause when it did not succeed */
export function outputOfWorld({ execution }: Pick<WorldRun, 'execution'>): unknown {
  const ending = execution.ending();
  if (ending?.status !== 'SUCCEEDED') throw new Error(JSON.stringify(ending));
  return JSON.parse(ending.output);
}

function memoryObjects(objects: Map<string, string>): ObjectPort {
  const path = ({ bucket, key }: ObjectPlace): string => `${bucket}/${key}`;
  return {
    get: async (place) => {
      const body = objects.get(path(place));
      if (body !== undefined) return body;
      throw new ObjectsRefused('The specified key does not exist.');
    },
    list: async (place) =>
      [...objects]
        .filter(([key]) => key.startsWith(path(place)))
        .map(([key, body]) => ({
          Etag: '"e"',
          Key: key.slice(place.bucket.length + 1),
          LastModified: 1,
          Size: body.length,
          StorageClass: 'STANDARD',
        })),
    put: async (place, body) => {
      if (place.bucket === 'forbidden') throw new ObjectsRefused('Access Denied');
      objects.set(path(place), body);
    },
  };
}

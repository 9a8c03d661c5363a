import { checkDefinition } from '../../../../lib/sandbox/states/asl/check-definition.ts';
import type { TaskDelivery } from '../../../../lib/sandbox/states/asl/cursor.ts';
import type { Invocation } from '../../../../lib/sandbox/states/asl/execution-scope.ts';
import { makeEvaluator } from '../../../../lib/sandbox/states/asl/jsonata/evaluator.ts';
import { type Execution, makeExecution } from '../../../../lib/sandbox/states/executions/execution.ts';
import type { JournalLine } from '../../../../lib/sandbox/states/executions/execution-record.ts';
import { NO_MAP_RUNS, NO_OBJECTS } from './no-map-runs.ts';
import { makeVirtualClock, type VirtualClock } from './virtual-clock.ts';

export type Handler = (task: TaskDelivery, clock: VirtualClock) => unknown;

export interface MachineRun {
  readonly execution: Execution;
  readonly clock: VirtualClock;
  readonly journal: JournalLine[];
  /** Functions called, in order. */
  readonly calls: TaskDelivery[];
  /** Virtual seconds from start to end. */
  readonly seconds: () => number;
}

export interface MachineOptions {
  readonly input?: unknown;
  readonly handler?: Handler;
  readonly random?: number;
  /** Journal of an interpreter that was killed. */
  readonly lines?: readonly JournalLine[];
  readonly clock?: VirtualClock;
}

const REGION = 'eu-west-1';
const ARN = `arn:aws:states:${REGION}:123456789012`;

/** A definition of one machine in JSONata mode. */
export function machine(
  StartAt: string,
  States: Record<string, unknown>,
  more: Record<string, unknown> = {},
): string {
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt, States, ...more });
}

/** An execution on a virtual clock, not yet running. `handler` answers what the function does, or throws. */
export function prepare(definition: string, options: MachineOptions = {}): MachineRun {
  checkDefinition(definition);
  const clock = options.clock ?? makeVirtualClock();
  const startedAt = clock.now();
  const journal: JournalLine[] = [...(options.lines ?? [])];
  const calls: TaskDelivery[] = [];
  const handler = options.handler ?? (() => ({}));
  const random = (): number => options.random ?? 0.5;
  const evaluate = makeEvaluator({ nowMillis: () => clock.now() / 1000, random });
  const invoke = async (task: TaskDelivery): Promise<Invocation> => {
    calls.push(task);
    const payload = await handler(task, clock);
    return { statusCode: 200, functionError: null, payload: JSON.stringify(payload) };
  };
  const record = {
    arn: `${ARN}:execution:machine:run`,
    name: 'run',
    region: REGION,
    machineArn: `${ARN}:stateMachine:machine`,
    machineName: 'machine',
    startedAt,
    input: JSON.stringify(options.input ?? {}),
    definition,
  };
  const execution = makeExecution(
    { record, read: () => journal, append: (line) => void journal.push(structuredClone(line)) },
    { clock, invoke, evaluate, random, objects: NO_OBJECTS, mapRuns: NO_MAP_RUNS.portOf },
  );
  const seconds = (): number => ((execution.ending()?.at ?? clock.now()) - startedAt) / 1e6;
  return { execution, clock, journal, calls, seconds };
}

/** Runs a machine to its end. */
export async function runMachine(definition: string, options: MachineOptions = {}): Promise<MachineRun> {
  const run = prepare(definition, options);
  run.execution.run();
  await run.clock.drive(run.execution.done);
  return run;
}

/** The output of a machine. @throws Error with error and cause when it did not succeed. */
export async function outputOf(definition: string, options: MachineOptions = {}): Promise<unknown> {
  const ending = (await runMachine(definition, options)).execution.ending();
  if (ending?.status !== 'SUCCEEDED') throw new Error(JSON.stringify(ending));
  return JSON.parse(ending.output);
}

/** Error and cause of a machine that failed. */
export async function failureOf(
  definition: string,
  options: MachineOptions = {},
): Promise<{ status: string; error: string | null; cause: string | null }> {
  const ending = (await runMachine(definition, options)).execution.ending();
  if (!ending || ending.status === 'SUCCEEDED')
    throw new Error(`expected a failure, saw ${JSON.stringify(ending)}`);
  return { status: ending.status, error: ending.error, cause: ending.cause };
}

/** Types of the history's events, in order. */
export function eventTypes({ execution }: Pick<MachineRun, 'execution'>): string[] {
  return execution.events().map(({ type }) => type);
}

/** Id, what it hangs on, and type of each event. */
export function chainOf({ execution }: Pick<MachineRun, 'execution'>): [number, number, string][] {
  return execution.events().map(({ id, previousEventId, type }) => [id, previousEventId, type]);
}

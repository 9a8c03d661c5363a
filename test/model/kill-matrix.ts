import * as z from 'zod';
import { breachesAtRest } from './at-rest.ts';
import type { Call } from './caller.ts';
import { makeGuards } from './guards.ts';
import { answerRequests } from './model-people.ts';
import { type Engine, makeModelAws, type ModelAws } from './model-aws.ts';
import type { Scenario } from './scenario.ts';
import { type DecisiveCall, FAULTS, type Point, POINTS, type Strike, type StrikeFault } from './strike.ts';
import { endWatch } from './standing-watch.ts';
import { watchTruth } from './truth.ts';
import type { ModelWorld } from './model-world.ts';
import { isOfTheWorldsMaking, isServed } from './serving.ts';

export interface Cell {
  readonly state: string;
  readonly point: Point;
  readonly fault: StrikeFault;
}

export interface CellResult extends Cell {
  /** Whether anything was struck: a state that the scenario never enters breaks no promise, and proves nothing. */
  readonly hit: boolean;
  readonly ended: string;
  /** Whether clients can write when all is over; lost: they cannot, and no server is left that a run could lead them to. */
  readonly clients: 'served' | 'lost' | 'unserved';
  readonly breaches: readonly string[];
}

const Workflow = z.object({ States: z.record(z.string(), z.object({ Type: z.string() })) });

/** Every Task state of a workflow, in its order. */
export function taskStates(definition: string): readonly string[] {
  const { States } = Workflow.parse(JSON.parse(definition));
  return Object.entries(States).flatMap(([name, { Type }]) => (Type === 'Task' ? [name] : []));
}

/** Every cell of the matrix. */
export function cellsOf(states: readonly string[]): readonly Cell[] {
  return states.flatMap((state) =>
    POINTS.flatMap((point) => FAULTS.map((fault) => ({ state, point, fault }))),
  );
}

const HOURS_TO_REST = 24;

interface Finished {
  readonly aws: ModelAws;
  readonly ended: string;
  readonly breaches: readonly string[];
}

/** Runs a scenario, has it finished as people would, and lets everything come to rest that goes on by itself. */
export async function runToRest(
  engine: Engine,
  scenario: Scenario,
  more: { readonly strike?: Strike; readonly called?: (state: string, call: Call) => void } = {},
): Promise<Finished> {
  const { truth, guard } = watchTruth();
  const { tellsDetection = true, people, trouble, estate = 'one' } = scenario;
  const spoil = trouble ? { spoil: trouble() } : {};
  const aws = makeModelAws(engine, {
    guards: [...makeGuards(), guard],
    tellsDetection,
    estate,
    ...spoil,
    ...more,
  });
  const { clock } = aws.world;
  const input = scenario.input('run-1');
  if (scenario.before) await clock.drive(scenario.before(aws));
  const arn = await clock.drive(aws.start(input));
  if (people) void answerRequests(aws, input.run, people());
  await clock.drive(aws.ended(arn));
  const ended = aws.states.all()[0]?.ending()?.status ?? 'RUNNING';
  // The first clean comes while calls of the dead run are still under way, the second when all is over.
  await clock.drive(aws.clean());
  endWatch(aws);
  await clock.rest(HOURS_TO_REST);
  await clock.drive(aws.clean());
  await clock.rest(HOURS_TO_REST);
  const breaches = await clock.drive(breachesAtRest(aws, input.run, truth));
  return { aws, ended, breaches };
}

/**
 * The call of each state that counts: its first that changes something besides record and lock, or else its first at
 * all. As a run shows them in which nothing fails.
 */
export async function decisiveCalls(
  engine: Engine,
  scenario: Scenario,
): Promise<ReadonlyMap<string, DecisiveCall>> {
  const seen = new Map<string, Call[]>();
  await runToRest(engine, scenario, {
    called: (state, call) => seen.set(state, [...(seen.get(state) ?? []), call]),
  });
  return new Map([...seen].map(([state, calls]) => [state, decisive(calls)]));
}

function decisive(calls: readonly Call[]): Call {
  const own = calls.filter(({ subject }) => !/^locks\/|\/record\/|\/warm\.json$/.test(subject));
  const found = own.find(({ changes }) => changes) ?? own[0] ?? calls[0];
  if (found) return found;
  throw new RangeError('a state made no call at all');
}

/** One cell, to rest. */
export async function runCell(
  engine: Engine,
  scenario: Scenario,
  { call, ...cell }: Cell & Pick<Strike, 'call'>,
): Promise<CellResult> {
  const { aws, ended, breaches } = await runToRest(engine, scenario, { strike: { ...cell, call } });
  return { ...cell, hit: aws.hits() > 0, ended, clients: clientsOf(aws.world), breaches };
}

function clientsOf(world: ModelWorld): CellResult['clients'] {
  if (isServed(world)) return 'served';
  return isOfTheWorldsMaking(world) ? 'lost' : 'unserved';
}

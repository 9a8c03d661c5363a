import { type CleanedRun, cleanRuns } from '../../lib/cli/clean-runs.ts';
import { workflowOf } from '../../lib/deployment/deployment.ts';
import { type PlanAccess, unfinishedRuns } from '../../lib/cli/unfinished-runs.ts';
import type { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import { type Evaluator, makeEvaluator } from '../../lib/sandbox/states/asl/jsonata/evaluator.ts';
import { NOON } from '../fakes/manual-clock.ts';
import { PLAN_TEXT } from '../fakes/run-input.ts';
import { fakeTemplates } from '../fakes/fake-templates.ts';
import { makeCaller } from './caller.ts';
import { type Called, ModelLambda } from './model-lambda.ts';
import type { Spoil } from './environment.ts';
import { makeModelObjects } from './model-objects.ts';
import { MACHINES, makeModelStates, type ModelStates } from './model-states.ts';
import { AWAY, type Estate, type Guard, HOME, makeModelWorld, type ModelWorld } from './model-world.ts';
import { quickEvaluator } from './quick-evaluator.ts';
import { PLAN } from './serving.ts';
import type { Strike } from './strike.ts';

/** What models share: the workflow, and its expressions, each compiled once. */
export interface Engine {
  readonly definition: string;
  readonly evaluate: Evaluator;
}

/** Reads the workflow as it is deployed. Expressions that ask for the time are told the model's beginning. */
export function makeEngine(
  definition: string = workflowOf(
    'failover',
    (handler) => `arn:aws:lambda:${AWAY}:111122223333:function:${handler}`,
  ),
): Engine {
  return {
    definition,
    evaluate: quickEvaluator(makeEvaluator({ nowMillis: () => NOON / 1000, random: () => 0.5 })),
  };
}

export interface ModelAws {
  readonly world: ModelWorld;
  readonly states: ModelStates;
  /** Sites as a command on this plan reaches them. */
  readonly access: PlanAccess;
  /** As the command starts a run: the plan is stored, then the execution begins. Answers its ARN. */
  start(input: FailoverInput): Promise<string>;
  /** Waits for the end of an execution. */
  ended(arn: string): Promise<void>;
  /** Nothing strikes any more. */
  mend(): void;
  /** How often the strike has struck so far. */
  hits(): number;
  /** Processes die: the interpreter of the workflows, or those of all functions that are being called. */
  crash(what: 'orchestrator' | 'functions'): void;
  /** `muster clean`, as often as it finds something. */
  clean(): Promise<readonly CleanedRun[]>;
}

export interface ModelOptions {
  readonly guards?: readonly Guard[];
  readonly strike?: Strike | null;
  /** Told of every call that a step makes. */
  readonly called?: Called;
  readonly spoil?: Spoil;
  /** False where no answer of the heartbeat reaches the state that waits for the detection. */
  readonly tellsDetection?: boolean;
  readonly estate?: Estate;
}

/** Two regions of AWS in memory, with the functions of a failover and the workflow that calls them. */
export function makeModelAws(
  { definition, evaluate }: Engine,
  { guards = [], strike = null, called, spoil, tellsDetection = true, estate = 'one' }: ModelOptions = {},
): ModelAws {
  const world = makeModelWorld(guards, estate);
  const lambda = new ModelLambda({
    world,
    states: () => states,
    strike,
    called: called ?? (() => undefined),
    spoil: spoil ?? ((ports) => ports),
  });
  const states = makeModelStates({ world, evaluate, definition, invoke: lambda.invoke, tellsDetection });
  const access = accessTo(world, states);
  return {
    world,
    states,
    access,
    start: async (input) => {
      await access.recovery.objects.put(runKeys.plan(input.run), PLAN_TEXT);
      return access.recovery.workflows.start({ machineArn: MACHINES.failover, name: input.run, input });
    },
    ended: async (arn) => {
      await states.all().find(({ record }) => record.arn === arn)?.done;
    },
    mend: () => lambda.mend(),
    hits: () => lambda.hits,
    crash: (what) => (what === 'orchestrator' ? states.crash() : lambda.crash()),
    clean: () => cleanAll(access),
  };
}

function accessTo(world: ModelWorld, states: ModelStates): PlanAccess {
  const { clock } = world;
  const caller = makeCaller(world);
  const site = (region: string) => ({
    objects: makeModelObjects(world, caller, region),
    workflows: states.workflows(caller),
    executions: states.executions(caller),
    close: () => undefined,
  });
  const other = (kind: string) => MACHINES.failover.replace('failover', kind);
  return {
    plan: PLAN,
    machineArns: {
      failover: MACHINES.failover,
      switchover: other('switchover'),
      backup: other('backup'),
      'replication-check': other('replication-check'),
      restore: other('restore'),
    },
    recovery: site(AWAY),
    primary: site(HOME),
    templates: fakeTemplates().templates,
    regions: [HOME, AWAY],
    now: () => clock.now(),
    sleep: (milliseconds) => clock.sleep(milliseconds),
  };
}

const MOST_CLEANS = 3;

async function cleanAll(access: PlanAccess): Promise<readonly CleanedRun[]> {
  const cleaned: CleanedRun[] = [];
  for (let round = 0; round < MOST_CLEANS; round += 1) {
    cleaned.push(...(await cleanRuns(access, { dryRun: false, tell: () => undefined })));
    if ((await unfinishedRuns(access)).length === 0) break;
  }
  return cleaned;
}

import * as z from 'zod';
import { MoveInput } from '../domain/run/move-input.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import { RunCommon } from '../domain/run/run-parts.ts';
import { isOwnSeries } from '../domain/run/own-series.ts';
import { seriesRun } from '../domain/run/series-run.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import type { Databases } from '../ports/databases.ts';
import type { Disruption } from '../ports/disruption.ts';
import type { Objects } from '../ports/objects.ts';
import type { Executions } from '../ports/executions.ts';
import { cannotBeAsked } from './step/cannot-be-asked.ts';
import { fencesInForce } from './step/fence-in-force.ts';
import { watchGoesOn } from './step/watch-goes-on.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { preemptedRuns } from './step/preempted-runs.ts';
import { unsettledPrimary } from './step/unsettled-primary.ts';
import { unsettledRoles } from './step/unsettled-roles.ts';

export interface CleanUpPorts extends StepPorts {
  readonly databases: Databases;
  readonly disruption: Disruption;
  readonly executions: Executions;
  readonly objects: Objects;
}

/** A drill of data takes no samples: it has no heartbeat that could still run. */
const CleanUpInput = z.object({
  ...RunCommon.shape,
  heartbeat: MoveInput.shape.heartbeat.optional(),
  watch: MoveInput.shape.watch,
  fence: MoveInput.shape.fence,
});
type CleanUpContext = StepContext<z.infer<typeof CleanUpInput>>;

/**
 * Proves through the API that nothing of the run is left: no experiment, no tagged instance, no execution of a
 * series. What cannot be asked is a problem, never taken for clean, and so are roles that could not be settled. Names fences
 * that the way back has not lifted, and logins that it has not given back.
 */
export function makeCleanUp(ports: CleanUpPorts) {
  return makeStep(ports, {
    state: 'CleanUp',
    input: CleanUpInput,
    act: async (context) => {
      const unsettled = await unsettledBy(ports, context);
      const questions = {
        runningExperiments: ownExperiments(ports.disruption, context),
        taggedResources: taggedInstances(ports.databases, context),
        runningExecutions: runningSeries(ports.executions, context),
        deferredFences: outstandingFences(ports.objects, context),
      };
      const problems = [...new Set(unsettled.flatMap(problemsOf))];
      const answer = async (name: keyof typeof questions) =>
        questions[name].catch((error: Error) => {
          problems.push(`${name} could not be asked: ${error.message}`);
          return [];
        });
      const [runningExperiments, taggedResources, runningExecutions, deferredFences] = await Promise.all([
        answer('runningExperiments'),
        answer('taggedResources'),
        answer('runningExecutions'),
        answer('deferredFences'),
      ]);
      return {
        runningExperiments: [...runningExperiments],
        taggedResources: [...taggedResources],
        runningExecutions: [...runningExecutions],
        deferredFences: [...deferredFences],
        fencesInForce: onceEach(unsettled.flatMap(fencesInForce)),
        problems,
      };
    },
  });
}

/** The run and those that it has pre-empted, as far as nobody has settled what they have changed. */
async function unsettledBy(
  { objects, record }: CleanUpPorts,
  context: CleanUpContext,
): Promise<readonly CleanUpContext[]> {
  const { run, maybe } = context;
  if (maybe('ReturnRegion') !== null || (await objects.get(runKeys.settledBy(run.run)))) return [];
  const preempted = run.kind === 'failover' ? await preemptedRuns(record, context) : [];
  return [context, ...preempted.map(({ known }) => ({ ...context, ...known }))];
}

function problemsOf(context: CleanUpContext): readonly string[] {
  const { kind } = context.run;
  if (kind === 'switchover') return unsettledRoles(context.event);
  return kind === 'failover' ? unsettledPrimary(context) : [];
}

type InForce = OutcomeOf<'CleanUp'>['fencesInForce'];

/** Two runs may have fenced the same one. The last had taken its lock first, and has seen it before anything was changed. */
function onceEach(fences: InForce): InForce {
  return [...new Map(fences.map((fence) => [fence.id, fence])).values()];
}

async function ownExperiments(disruption: Disruption, { run }: StepContext): Promise<readonly string[]> {
  const unfinished = await inRegions(run, (region) => disruption.unfinished(region));
  return unfinished
    .flat()
    .filter((experiment) => experiment.run === run.run)
    .map(({ experiment }) => experiment);
}

/** A region that is really lost holds nothing of a real run: it makes and injects nothing there. */
function inRegions<T>(run: RunCommon, ask: (region: string) => Promise<readonly T[]>) {
  const lost = (region: string) => run.scope === 'real' && region !== run.sites.recovery.region;
  return Promise.all(
    regionsOf(run).map((region) =>
      ask(region).catch((error: unknown): readonly T[] => {
        if (lost(region) && cannotBeAsked(run.scope, error)) return [];
        throw error;
      }),
    ),
  );
}

function regionsOf({ sites: { primary, recovery } }: RunCommon): readonly string[] {
  return [...new Set([primary.region, recovery.region])];
}

async function taggedInstances(databases: Databases, { run }: StepContext): Promise<readonly string[]> {
  const instances = (await inRegions(run, (region) => databases.list(region))).flat();
  return instances
    .filter(({ tags }) => tags[RUN_TAG] === run.run)
    .map(({ region, instance }) => `${region}/${instance}`);
}

/** By their names, since a step that died while it started them left no list. */
async function runningSeries(executions: Executions, context: CleanUpContext): Promise<readonly string[]> {
  const { run } = context;
  if (!run.heartbeat || watchGoesOn(context)) return [];
  const running = await executions.list(run.heartbeat.stateMachineArn, 'running');
  return running.filter(({ name }) => isOwnSeries(seriesRun(run), name)).map(({ arn }) => arn);
}

/** Of this run, until its outcome is there. */
async function outstandingFences(objects: Objects, { run, maybe }: StepContext): Promise<readonly string[]> {
  const deferred = maybe('DeferFence');
  if (!deferred || (await objects.get(runKeys.fencedLater(run.run)))) return [];
  return deferred.databases;
}

import * as z from 'zod';
import { MoveInput } from '../domain/run/move-input.ts';
import { RunCommon } from '../domain/run/run-parts.ts';
import { isOwnSeries } from '../domain/run/own-series.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import type { Databases } from '../ports/databases.ts';
import type { Disruption } from '../ports/disruption.ts';
import type { Executions } from '../ports/executions.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface CleanUpPorts extends StepPorts {
  readonly databases: Databases;
  readonly disruption: Disruption;
  readonly executions: Executions;
}

/** A drill of data takes no samples: it has no heartbeat that could still run. */
const CleanUpInput = z.object({ ...RunCommon.shape, heartbeat: MoveInput.shape.heartbeat.optional() });
type CleanUpContext = StepContext<z.infer<typeof CleanUpInput>>;

/**
 * Proves through the API that nothing of the run is left: no experiment, no tagged instance, no execution of a
 * series. What cannot be asked is a problem, never taken for clean.
 */
export function makeCleanUp(ports: CleanUpPorts) {
  return makeStep(ports, {
    state: 'CleanUp',
    input: CleanUpInput,
    act: async (context) => {
      const questions = {
        runningExperiments: ownExperiments(ports.disruption, context),
        taggedResources: taggedInstances(ports.databases, context),
        runningExecutions: runningSeries(ports.executions, context),
      };
      const problems: string[] = [];
      const answer = async (name: keyof typeof questions) =>
        questions[name].catch((error: Error) => {
          problems.push(`${name} could not be asked: ${error.message}`);
          return [];
        });
      const [runningExperiments, taggedResources, runningExecutions] = await Promise.all([
        answer('runningExperiments'),
        answer('taggedResources'),
        answer('runningExecutions'),
      ]);
      return {
        runningExperiments: [...runningExperiments],
        taggedResources: [...taggedResources],
        runningExecutions: [...runningExecutions],
        problems,
      };
    },
  });
}

async function ownExperiments(disruption: Disruption, { run }: StepContext): Promise<readonly string[]> {
  const unfinished = await Promise.all(regionsOf(run).map((region) => disruption.unfinished(region)));
  return unfinished
    .flat()
    .filter((experiment) => experiment.run === run.run)
    .map(({ experiment }) => experiment);
}

function regionsOf({ sites: { primary, recovery } }: RunCommon): readonly string[] {
  return [...new Set([primary.region, recovery.region])];
}

async function taggedInstances(databases: Databases, { run }: StepContext): Promise<readonly string[]> {
  const instances = (await Promise.all(regionsOf(run).map((region) => databases.list(region)))).flat();
  return instances
    .filter(({ tags }) => tags[RUN_TAG] === run.run)
    .map(({ region, instance }) => `${region}/${instance}`);
}

/** By their names, since a step that died while it started them left no list. */
async function runningSeries(executions: Executions, { run }: CleanUpContext): Promise<readonly string[]> {
  if (!run.heartbeat) return [];
  const running = await executions.list(run.heartbeat.stateMachineArn, 'running');
  return running.filter(({ name }) => isOwnSeries(run.run, name)).map(({ arn }) => arn);
}

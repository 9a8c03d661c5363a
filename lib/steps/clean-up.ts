import type { RunInput } from '../domain/run/run-input.ts';
import type { Databases } from '../ports/databases.ts';
import type { Disruption } from '../ports/disruption.ts';
import type { Workflows } from '../ports/workflows.ts';
import { makeStep, type StepContext, type StepPorts } from './step.ts';

const RUN_TAG = 'muster:run';

export interface CleanUpPorts extends StepPorts {
  readonly databases: Databases;
  readonly disruption: Disruption;
  readonly workflows: Workflows;
}

/**
 * Proves through the API that nothing of the run is left: no experiment, no tagged instance, no execution of a
 * series. What cannot be asked is a problem, never taken for clean.
 */
export function makeCleanUp(ports: CleanUpPorts) {
  return makeStep(ports, {
    state: 'CleanUp',
    act: async (context) => {
      const questions = {
        runningExperiments: ownExperiments(ports.disruption, context),
        taggedResources: taggedInstances(ports.databases, context),
        runningExecutions: runningSeries(ports.workflows, context),
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

function regionsOf({ sites: { primary, recovery } }: RunInput): readonly string[] {
  return [...new Set([primary.region, recovery.region])];
}

async function taggedInstances(databases: Databases, { run }: StepContext): Promise<readonly string[]> {
  const instances = (await Promise.all(regionsOf(run).map((region) => databases.list(region)))).flat();
  return instances
    .filter(({ tags }) => tags[RUN_TAG] === run.run)
    .map(({ region, instance }) => `${region}/${instance}`);
}

async function runningSeries(
  workflows: Workflows,
  { event, maybe }: StepContext,
): Promise<readonly string[]> {
  const started = maybe('StartHeartbeat')?.executions ?? [];
  if (event.failure?.state === 'StartHeartbeat') throw new Error('which series were started is not known');
  const statuses = await Promise.all(
    started.map(async ({ arn }) => ({ arn, status: await workflows.status(arn) })),
  );
  return statuses.filter(({ status }) => status === 'RUNNING').map(({ arn }) => arn);
}

import {
  CreateExperimentTemplateCommand,
  DeleteExperimentTemplateCommand,
  type ExperimentTemplateSummary,
  type FisClient,
} from '@aws-sdk/client-fis';
import { parseInstant } from '../domain/instant.ts';
import { FAULT_TAG, RUN_TAG, START_BY_TAG } from '../domain/run/resource-tags.ts';
import type { FaultTemplates, MadeTemplate } from '../ports/fault-templates.ts';
import { callAwsAgain, errorName } from './aws-failure.ts';
import { allTemplates, standsFor } from './experiment-templates.ts';
import { faultTemplate } from './fault-template.ts';

/**
 * Experiment templates of one action, `fault`, whose id `muster:<name>` names the fault. AWS FIS knows no such actions:
 * there a template of its own actions, tagged with the fault, is a matter of the deployment.
 */
export function makeFisTemplates(clientOf: (region: string) => FisClient): FaultTemplates {
  const list = (region: string) => callAwsAgain(`FIS in ${region}`, () => allTemplates(clientOf(region)));
  return {
    has: async (request) => (await list(request.region)).some((one) => standsFor(one, request)),
    create: async ({ run, region, fault, startBy }) => {
      // One token for all tries: a call that was done and answered by a failure has made the template.
      const order = faultTemplate({ fault, run, startBy, clientToken: `${run}:${fault}` });
      const { experimentTemplate } = await callAwsAgain(`FIS in ${region}`, () =>
        clientOf(region).send(new CreateExperimentTemplateCommand(order)),
      );
      return { region, run, fault, startBy, id: experimentTemplate?.id ?? '' };
    },
    remove: async ({ region, id }) => {
      try {
        await callAwsAgain(`FIS in ${region}`, () =>
          clientOf(region).send(new DeleteExperimentTemplateCommand({ id })),
        );
      } catch (error) {
        if (errorName(error) !== 'ResourceNotFoundException') throw error;
      }
    },
    made: async (region) => (await list(region)).flatMap((one) => madeOne(region, one)),
  };
}

/** None for one of the deployment, which stands for everybody. */
function madeOne(region: string, { id = '', tags = {} }: ExperimentTemplateSummary): readonly MadeTemplate[] {
  const { [RUN_TAG]: run = null, [FAULT_TAG]: fault = '', [START_BY_TAG]: by } = tags;
  if (run === null && by === undefined) return [];
  return [{ region, id, run, fault, startBy: by === undefined ? null : parseInstant(by) }];
}

import {
  CreateExperimentTemplateCommand,
  DeleteExperimentTemplateCommand,
  type FisClient,
  paginateListExperimentTemplates,
} from '@aws-sdk/client-fis';
import type { FaultTemplates } from '../ports/fault-templates.ts';
import { callAwsAgain, errorName } from './aws-failure.ts';
import { FAULT_TAG, faultTemplate } from './fault-template.ts';

/**
 * Experiment templates of one action, `fault`, whose id `muster:<name>` names the fault. AWS FIS knows no such actions:
 * there a template of its own actions, tagged with the fault, is a matter of the deployment.
 */
export function makeFisTemplates(clientOf: (region: string) => FisClient): FaultTemplates {
  return {
    has: (region, fault) => callAwsAgain(`FIS in ${region}`, () => stands(clientOf(region), fault)),
    create: async (region, fault) => {
      const { experimentTemplate } = await callAwsAgain(`FIS in ${region}`, () =>
        clientOf(region).send(
          new CreateExperimentTemplateCommand(faultTemplate(fault, 'for the time of a drill')),
        ),
      );
      return { region, id: experimentTemplate?.id ?? '' };
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
  };
}

async function stands(client: FisClient, fault: string): Promise<boolean> {
  for await (const { experimentTemplates = [] } of paginateListExperimentTemplates({ client }, {})) {
    if (experimentTemplates.some(({ tags }) => tags?.[FAULT_TAG] === fault)) return true;
  }
  return false;
}

import {
  type FisClient,
  GetExperimentCommand,
  StartExperimentCommand,
  StopExperimentCommand,
} from '@aws-sdk/client-fis';
import { DisruptionRefused } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import { DisruptionReceipt } from '../domain/record/failover-outcomes.ts';
import { FAULT_TAG, RUN_TAG } from '../domain/run/resource-tags.ts';
import type { Disruption, DisruptionRequest, StartedExperiment } from '../ports/disruption.ts';
import { callAwsAgain, errorName } from './aws-failure.ts';
import { allTemplates, standsFor } from './experiment-templates.ts';
import { unfinishedExperiments } from './unfinished-experiments.ts';

/**
 * Faults by AWS FIS: a template tagged with the fault's name stands for it. FIS itself gives no receipt; an injector
 * that does says so as JSON in the reason of an action's state.
 */
export function makeFisDisruption(clientOf: (region: string) => FisClient): Disruption {
  return {
    start: async (request) => {
      const fis = clientOf(request.region);
      const experimentTemplateId = await callAwsAgain(`FIS in ${request.region}`, () =>
        templateFor(fis, request),
      );
      const { experiment } = await callAwsAgain(`FIS in ${request.region}`, () =>
        fis.send(
          new StartExperimentCommand({
            clientToken: `${request.run}:${request.fault}`,
            experimentTemplateId,
            tags: { [RUN_TAG]: request.run },
          }),
        ),
      );
      return { region: request.region, experiment: experiment?.id ?? '' };
    },
    status: async ({ region, experiment: id }) => {
      const { experiment } = await callAwsAgain(`FIS in ${region}`, () =>
        clientOf(region).send(new GetExperimentCommand({ id })),
      );
      const reasons = Object.values(experiment?.actions ?? {}).map(({ state }) => state?.reason);
      const receipt = reasons.map(receiptIn).find((found) => found !== null) ?? null;
      const { status = 'unknown', reason = 'without a reason' } = experiment?.state ?? {};
      const endedAt = experiment?.endTime ? formatInstant(experiment.endTime.getTime() * 1000) : null;
      return { state: status, reason, receipt, endedAt };
    },
    undo: async ({ region, experiment: id }) => {
      try {
        await callAwsAgain(`FIS in ${region}`, () =>
          clientOf(region).send(new StopExperimentCommand({ id })),
        );
      } catch (error) {
        // An experiment that has ended already cannot be stopped: `status` tells.
        if (errorName(error) !== 'ValidationException') throw error;
      }
    },
    unfinished: (region) => callAwsAgain(`FIS in ${region}`, () => unfinished(clientOf(region))),
  };
}

async function unfinished(client: FisClient): Promise<readonly StartedExperiment[]> {
  const found = await unfinishedExperiments(client);
  return found.map(({ id, tags }) => ({ experiment: id ?? '', run: tags?.[RUN_TAG] ?? null }));
}

async function templateFor(client: FisClient, request: DisruptionRequest): Promise<string> {
  const found = (await allTemplates(client)).find((one) => standsFor(one, request));
  if (found?.id) return found.id;
  const { region, fault } = request;
  throw new DisruptionRefused({
    subject: `FIS in ${region}`,
    seen: `no experiment template tagged ${FAULT_TAG}=${fault}`,
    limit: 'one that stands for the fault of the plan',
  });
}

function receiptIn(reason: string | undefined): DisruptionReceipt | null {
  if (!reason?.startsWith('{')) return null;
  try {
    return DisruptionReceipt.parse(JSON.parse(reason));
  } catch {
    return null;
  }
}

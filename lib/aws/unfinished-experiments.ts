import { type ExperimentSummary, type FisClient, paginateListExperiments } from '@aws-sdk/client-fis';
import { hasEnded } from '../domain/run/experiment-states.ts';

/** Experiments of a region that have not ended, whoever started them. */
export async function unfinishedExperiments(client: FisClient): Promise<readonly ExperimentSummary[]> {
  const found: ExperimentSummary[] = [];
  for await (const { experiments = [] } of paginateListExperiments({ client }, {})) {
    found.push(...experiments.filter(({ state }) => !hasEnded(state?.status ?? '')));
  }
  return found;
}

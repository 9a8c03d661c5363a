import type { FisOperation } from './fis-operation.ts';
import { refuseLaterPage } from './one-page.ts';
import { renderExperimentSummary } from './render-experiment.ts';

export const listExperiments: FisOperation = ({ request, directory }) => {
  refuseLaterPage(request);
  return { experiments: directory.experimentsIn(request.region).map(renderExperimentSummary) };
};

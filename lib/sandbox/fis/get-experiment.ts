import type { FisOperation } from './fis-operation.ts';
import { renderExperiment } from './render-experiment.ts';

export const getExperiment: FisOperation = ({ request, id, directory }) => ({
  experiment: renderExperiment(directory.experiment(request.region, id), directory.account),
});

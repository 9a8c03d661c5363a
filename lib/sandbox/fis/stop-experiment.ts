import type { FisOperation } from './fis-operation.ts';
import { renderExperiment } from './render-experiment.ts';

/** Begins the undo of the fault; the experiment is `stopped` when that is done. */
export const stopExperiment: FisOperation = ({ request, id, directory }) => {
  const experiment = directory.experiment(request.region, id);
  experiment.stop();
  return { experiment: renderExperiment(experiment, directory.account) };
};

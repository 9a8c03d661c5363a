import type { FisOperation } from './fis-operation.ts';
import { renderTemplate } from './render-experiment.ts';

/** Experiments that were started from it go on. */
export const deleteExperimentTemplate: FisOperation = ({ request, id, directory }) => ({
  experimentTemplate: renderTemplate(directory.deleteTemplate(request.region, id), directory.account),
});

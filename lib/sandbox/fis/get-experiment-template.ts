import type { FisOperation } from './fis-operation.ts';
import { renderTemplate } from './render-experiment.ts';

export const getExperimentTemplate: FisOperation = ({ request, id, directory }) => ({
  experimentTemplate: renderTemplate(directory.template(request.region, id), directory.account),
});

import type { FisOperation } from './fis-operation.ts';
import { refuseLaterPage } from './one-page.ts';
import { renderTemplateSummary } from './render-experiment.ts';

export const listExperimentTemplates: FisOperation = ({ request, directory }) => {
  refuseLaterPage(request);
  return { experimentTemplates: directory.templatesIn(request.region).map(renderTemplateSummary) };
};

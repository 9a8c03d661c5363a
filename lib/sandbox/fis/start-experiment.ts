import * as z from 'zod';
import { parseJsonBody } from '../wire/json-body.ts';
import { parseInput } from '../wire/parse-input.ts';
import type { FisOperation } from './fis-operation.ts';
import { renderExperiment } from './render-experiment.ts';

const Input = z.strictObject({
  clientToken: z.string(),
  experimentTemplateId: z.string(),
  tags: z.record(z.string(), z.string()).default({}),
});

/** Answers while the experiment still initiates: GetExperiment says when its fault is in force. */
export const startExperiment: FisOperation = ({ request, directory }) => {
  const input = parseInput(Input, parseJsonBody(request.body));
  const template = directory.template(request.region, input.experimentTemplateId);
  const experiment = directory.start({ template, clientToken: input.clientToken, tags: input.tags });
  return { experiment: renderExperiment(experiment, directory.account) };
};

import * as z from 'zod';
import { parseJsonBody } from '../wire/json-body.ts';
import { parseInput } from '../wire/parse-input.ts';
import type { FisOperation } from './fis-operation.ts';
import { ACTION_NAME, ACTION_PREFIX, renderTemplate } from './render-experiment.ts';

const Action = z.strictObject({
  actionId: z.string().startsWith(ACTION_PREFIX),
  description: z.string().optional(),
  parameters: z.strictObject({ value: z.string().optional() }).default({}),
});

/** Nothing that a template of AWS may say beyond this is ignored: it is refused. */
const Input = z.strictObject({
  clientToken: z.string(),
  description: z.string(),
  stopConditions: z.array(z.strictObject({ source: z.literal('none') })).min(1),
  targets: z.strictObject({}).optional(),
  actions: z.strictObject({ [ACTION_NAME]: Action }),
  roleArn: z.string(),
  tags: z.record(z.string(), z.string()).default({}),
});

/** A template of one action, `fault`, whose id names the fault and whose parameter `value` stands behind the name. */
export const createExperimentTemplate: FisOperation = ({ request, directory }) => {
  const input = parseInput(Input, parseJsonBody(request.body));
  const { actionId, parameters } = Action.parse(input.actions[ACTION_NAME]);
  const name = actionId.slice(ACTION_PREFIX.length);
  const fault = parameters.value === undefined ? name : `${name}=${parameters.value}`;
  const { clientToken, tags } = input;
  const template = directory.createTemplate({ region: request.region, fault, tags, clientToken });
  return { experimentTemplate: renderTemplate(template, directory.account) };
};

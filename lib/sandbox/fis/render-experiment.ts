import type { ExperimentTemplateConfig } from '../sandbox-config.ts';
import type { Experiment } from './experiment.ts';

/** The one action of every template of the sandbox. */
export const ACTION_NAME = 'fault';
export const ACTION_PREFIX = 'muster:';

/** The structure Experiment of the FIS API; instants are seconds since 1970. */
export function renderExperiment(experiment: Experiment, account: string): unknown {
  const { template, tags } = experiment.order;
  return {
    id: experiment.id,
    arn: `arn:aws:fis:${template.region}:${account}:experiment/${experiment.id}`,
    experimentTemplateId: template.id,
    roleArn: roleArn(account),
    state: { status: experiment.status, reason: experiment.reason },
    targets: {},
    actions: { [ACTION_NAME]: renderAction(experiment) },
    stopConditions: [{ source: 'none' }],
    creationTime: epochSeconds(experiment.creationTime),
    startTime: epochSeconds(experiment.creationTime),
    ...(experiment.endTime ? { endTime: epochSeconds(experiment.endTime) } : {}),
    tags,
  };
}

/** ExperimentSummary, as a list has it. */
export function renderExperimentSummary(experiment: Experiment): unknown {
  return {
    id: experiment.id,
    experimentTemplateId: experiment.order.template.id,
    state: { status: experiment.status, reason: experiment.reason },
    creationTime: epochSeconds(experiment.creationTime),
    tags: experiment.order.tags,
  };
}

/** ExperimentTemplate. */
export function renderTemplate(template: ExperimentTemplateConfig, account: string): unknown {
  return {
    ...summaryOf(template),
    description: `${template.fault} in ${template.region}`,
    roleArn: roleArn(account),
    targets: {},
    actions: { [ACTION_NAME]: renderActionOf(template) },
    stopConditions: [{ source: 'none' }],
  };
}

/** ExperimentTemplateSummary, as a list has it. */
export function renderTemplateSummary(template: ExperimentTemplateConfig): unknown {
  return summaryOf(template);
}

export function epochSeconds(date: Date): number {
  return date.getTime() / 1000;
}

function summaryOf(template: ExperimentTemplateConfig): Record<string, unknown> {
  return { id: template.id, tags: template.tags };
}

/** The receipt stands where FIS puts what an action has to say: in the reason of its state. */
function renderAction(experiment: Experiment): unknown {
  const { receipt } = experiment;
  return {
    ...renderActionOf(experiment.order.template),
    state: { status: experiment.status, reason: receipt ? JSON.stringify(receipt) : experiment.reason },
    startTime: epochSeconds(experiment.creationTime),
  };
}

/** `muster:<name>`, and what stands behind the name as the parameter `value`. */
function renderActionOf({ fault }: ExperimentTemplateConfig): Record<string, unknown> {
  const mark = fault.indexOf('=');
  if (mark < 0) return { actionId: `${ACTION_PREFIX}${fault}` };
  const value = fault.slice(mark + 1);
  return { actionId: `${ACTION_PREFIX}${fault.slice(0, mark)}`, parameters: { value } };
}

function roleArn(account: string): string {
  return `arn:aws:iam::${account}:role/muster-sandbox-fis`;
}

import type { ExperimentTemplateConfig } from '../sandbox-config.ts';
import { AwsError } from '../wire/aws-error.ts';
import { Experiment, type ExperimentOrder } from './experiment.ts';
import type { FaultMaker } from './fault.ts';
import { makeTemplateShelf, required } from './template-shelf.ts';

/** Templates and experiments, which belong to a region each. */
export interface ExperimentDirectory {
  readonly account: string;
  templatesIn(region: string): readonly ExperimentTemplateConfig[];
  /** @throws AwsError ResourceNotFoundException */
  template(region: string, id: string): ExperimentTemplateConfig;
  experimentsIn(region: string): readonly Experiment[];
  /** @throws AwsError ResourceNotFoundException */
  experiment(region: string, id: string): Experiment;
  /** Keeps a template, or gives the one that the same token has created. @throws AwsError for one that is no fault */
  createTemplate(template: TemplateOrder): ExperimentTemplateConfig;
  /** Experiments that it has started go on. @throws AwsError ResourceNotFoundException */
  deleteTemplate(region: string, id: string): ExperimentTemplateConfig;
  /** Starts one, or gives the one that the same token has started. @throws AwsError ConflictException */
  start(order: ExperimentOrder): Experiment;
}

export interface TemplateOrder extends Omit<ExperimentTemplateConfig, 'id'> {
  readonly clientToken: string;
}

export interface ExperimentWorld {
  readonly account: string;
  readonly templates: readonly ExperimentTemplateConfig[];
  readonly faultOf: FaultMaker;
}

export function makeExperimentDirectory(world: ExperimentWorld): ExperimentDirectory {
  const experiments: Experiment[] = [];
  const shelf = makeTemplateShelf(world);
  const experimentsIn = (region: string) => experiments.filter((one) => one.order.template.region === region);

  function start(order: ExperimentOrder): Experiment {
    const known = experimentsIn(order.template.region).find(
      (one) => one.order.clientToken === order.clientToken,
    );
    if (known) return sameOrder(known, order);
    const experiment = new Experiment(order, world.faultOf(order.template));
    refuseConflict(experiment, experimentsIn(order.template.region));
    experiments.push(experiment);
    experiment.start();
    return experiment;
  }

  return {
    account: world.account,
    ...shelf,
    experimentsIn,
    experiment: (region, id) =>
      required(
        experimentsIn(region).find((one) => one.id === id),
        `Experiment ${id}`,
      ),
    start,
  };
}

function sameOrder(known: Experiment, order: ExperimentOrder): Experiment {
  if (known.order.template.id === order.template.id) return known;
  throw new AwsError('ConflictException', `The client token of experiment ${known.id} was used again.`, 409);
}

/** A region that is lost cannot be lost again, and two undos of one kind would meet each other. */
function refuseConflict(wanted: Experiment, experiments: readonly Experiment[]): void {
  const other = experiments.find(
    (one) => one.isActive && (one.kind === wanted.kind || (one.disrupts && wanted.disrupts)),
  );
  if (!other) return;
  const { fault, region } = other.order.template;
  throw new AwsError(
    'ConflictException',
    `Experiment ${other.id} (${fault}) is in force in ${region}, and ${wanted.order.template.fault} cannot be beside it.`,
    409,
  );
}

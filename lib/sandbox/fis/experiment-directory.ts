import type { ExperimentTemplateConfig } from '../sandbox-config.ts';
import { AwsError } from '../wire/aws-error.ts';
import { Experiment, type ExperimentOrder } from './experiment.ts';
import type { FaultMaker } from './fault.ts';

/** Templates and experiments, which belong to a region each. */
export interface ExperimentDirectory {
  readonly account: string;
  templatesIn(region: string): readonly ExperimentTemplateConfig[];
  /** @throws AwsError ResourceNotFoundException */
  template(region: string, id: string): ExperimentTemplateConfig;
  experimentsIn(region: string): readonly Experiment[];
  /** @throws AwsError ResourceNotFoundException */
  experiment(region: string, id: string): Experiment;
  /** Starts one, or gives the one that the same token has started. @throws AwsError ConflictException */
  start(order: ExperimentOrder): Experiment;
}

export interface ExperimentWorld {
  readonly account: string;
  readonly templates: readonly ExperimentTemplateConfig[];
  readonly faultOf: FaultMaker;
}

export function makeExperimentDirectory(world: ExperimentWorld): ExperimentDirectory {
  const experiments: Experiment[] = [];
  const templatesIn = (region: string) => world.templates.filter((one) => one.region === region);
  const experimentsIn = (region: string) => experiments.filter((one) => one.order.template.region === region);

  function start(order: ExperimentOrder): Experiment {
    const known = experimentsIn(order.template.region).find(
      (one) => one.order.clientToken === order.clientToken,
    );
    if (known) return sameOrder(known, order);
    refuseSecond(experimentsIn(order.template.region));
    const experiment = new Experiment(order, world.faultOf(order.template));
    experiments.push(experiment);
    experiment.start();
    return experiment;
  }

  return {
    account: world.account,
    templatesIn,
    template: (region, id) =>
      required(
        templatesIn(region).find((one) => one.id === id),
        `Experiment template ${id}`,
      ),
    experimentsIn,
    experiment: (region, id) =>
      required(
        experimentsIn(region).find((one) => one.id === id),
        `Experiment ${id}`,
      ),
    start,
  };
}

function required<T>(found: T | undefined, subject: string): T {
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `${subject} does not exist.`, 404);
  return found;
}

function sameOrder(known: Experiment, order: ExperimentOrder): Experiment {
  if (known.order.template.id === order.template.id) return known;
  throw new AwsError('ConflictException', `The client token of experiment ${known.id} was used again.`, 409);
}

/** A region that is lost cannot be lost again, and two undos would meet each other. */
function refuseSecond(experiments: readonly Experiment[]): void {
  const active = experiments.find((one) => one.isActive);
  if (active)
    throw new AwsError('ConflictException', `Experiment ${active.id} is in force in this region.`, 409);
}

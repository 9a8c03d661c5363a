import { formatInstant } from '../../lib/domain/instant.ts';
import type { Disruption, ExperimentRef } from '../../lib/ports/disruption.ts';
import type { Caller } from './caller.ts';
import { cutFromClients, loseRegion, returnRegion } from './instance-changes.ts';
import { HOME, type ModelExperiment, type ModelWorld } from './model-world.ts';

const UNDONE_AFTER_MS = 500;

/** The injector of the primary's region: its own control plane lives whatever it does to the rest. */
export function makeModelDisruption(world: ModelWorld, caller: Caller): Disruption {
  const find = ({ experiment }: ExperimentRef): ModelExperiment => {
    const found = world.experiments.find(({ id }) => id === experiment);
    if (found) return found;
    throw new Error(`no experiment ${experiment}`);
  };
  return {
    start: ({ run, region, fault }) =>
      caller.call({ what: 'disruption.start', subject: fault, region: null, changes: true }, () => {
        const known = world.experiments.find((one) => one.run === run && one.fault === fault);
        const { id } = known ?? begin(world, { run, region, fault });
        return { region, experiment: id };
      }),
    status: (ref) =>
      caller.call({ what: 'disruption.status', subject: ref.experiment, region: null }, () => {
        const { state, receipt, endedAt } = find(ref);
        return { state, reason: `Experiment is ${state}.`, receipt, endedAt };
      }),
    undo: (ref) =>
      caller.call({ what: 'disruption.undo', subject: ref.experiment, region: null, changes: true }, () => {
        const experiment = find(ref);
        if (experiment.state === 'running') void undo(world, experiment);
      }),
    unfinished: (region) =>
      caller.call({ what: 'disruption.unfinished', subject: region, region: null }, () =>
        world.experiments
          .filter((one) => one.region === region && one.state !== 'stopped')
          .map(({ id, run }) => ({ experiment: id, run })),
      ),
  };
}

function begin(
  world: ModelWorld,
  { run, region, fault }: { run: string; region: string; fault: string },
): ModelExperiment {
  const id = `EXP${world.experiments.length + 1}`;
  const isLoss = fault === 'region-loss';
  const receipt = {
    experiment: id,
    region,
    processesEnded: isLoss ? 12 : 0,
    processesAlive: isLoss ? 0 : 12,
    storageHeld: isLoss,
    at: formatInstant(world.clock.now()),
  };
  const experiment: ModelExperiment = { id, run, region, fault, state: 'running', receipt, endedAt: null };
  world.experiments.push(experiment);
  if (isLoss) loseRegion(world, region);
  else cutFromClients(world, region, true);
  return experiment;
}

async function undo(world: ModelWorld, experiment: ModelExperiment): Promise<void> {
  experiment.state = 'stopping';
  await world.clock.sleep(UNDONE_AFTER_MS);
  if (experiment.fault === 'region-loss') returnRegion(world, experiment.region);
  else cutFromClients(world, HOME, false);
  experiment.state = 'stopped';
  experiment.endedAt = formatInstant(world.clock.now());
}

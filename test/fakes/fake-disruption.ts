import type { DisruptionReceipt } from '../../lib/domain/record/failover-outcomes.ts';
import type { Disruption, StartedExperiment } from '../../lib/ports/disruption.ts';
import { type Journal, noted } from './journal.ts';

export const RECEIPT: DisruptionReceipt = {
  experiment: 'EXP1',
  region: 'eu-north-1',
  processesEnded: 12,
  processesAlive: 0,
  storageHeld: true,
  at: '2026-03-01T11:59:59.000000Z',
};

/** Where the fake holds the experiments that it is given, unless it is told otherwise. */
const PRIMARY_REGION = RECEIPT.region;

/** An injector whose fault is in force at once, and whose undo is done at once. */
export function makeFakeDisruption(
  journal: Journal = [],
  {
    unfinished = [],
    inRegion = PRIMARY_REGION,
  }: { unfinished?: readonly StartedExperiment[]; inRegion?: string } = {},
): Disruption {
  let state = 'running';
  return {
    start: async ({ run, region, fault }) => {
      await noted(journal, `disruption.start ${fault} in ${region} of ${run}`);
      return { region, experiment: RECEIPT.experiment };
    },
    status: async ({ region, experiment }) => {
      await noted(journal, `disruption.status ${region}/${experiment}`);
      return { state, reason: `Experiment is ${state}.`, receipt: RECEIPT };
    },
    undo: async ({ region, experiment }) => {
      await noted(journal, `disruption.undo ${region}/${experiment}`);
      state = 'stopped';
    },
    unfinished: async (region) => {
      await noted(journal, `disruption.unfinished ${region}`);
      return region === inRegion ? unfinished : [];
    },
  };
}

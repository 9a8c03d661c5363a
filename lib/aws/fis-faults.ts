import { randomUUID } from 'node:crypto';
import {
  CreateExperimentTemplateCommand,
  DeleteExperimentTemplateCommand,
  type Experiment,
  FisClient,
  GetExperimentCommand,
  paginateListExperiments,
  StartExperimentCommand,
  StopExperimentCommand,
} from '@aws-sdk/client-fis';
import { callAws } from './aws-failure.ts';
import { clientOptions } from './client-options.ts';
import { ACTION_PREFIX, FAULT_TAG, faultTemplate } from './fault-template.ts';
import type { Account } from './site-access.ts';

/** A fault that a person has put on a region, or that a run has. */
export interface StandingFault {
  readonly experiment: string;
  readonly region: string;
  readonly fault: string;
  /** As FIS words it: initiating, running, stopping, stopped, failed. */
  readonly state: string;
  readonly reason: string;
}

/** Faults of one region by hand, through its FIS. */
export interface RegionFaults {
  /** Those that have not ended. */
  list(): Promise<readonly StandingFault[]>;
  /** Begins one; `look` tells when it is in force. @throws the refusal of FIS */
  begin(fault: string): Promise<string>;
  /** Begins the undo; `look` tells when it is done. */
  end(experiment: string): Promise<void>;
  look(experiment: string): Promise<StandingFault>;
  close(): void;
}

const ENDED = new Set(['completed', 'stopped', 'failed', 'cancelled']);

export function accessFaults({ endpoint, credentials }: Account, region: string): RegionFaults {
  const fis = new FisClient({ ...clientOptions(region), endpoint, credentials });
  const call = <T>(act: () => Promise<T>) => callAws(`FIS in ${region}`, act);
  const look = async (id: string) => {
    const { experiment } = await fis.send(new GetExperimentCommand({ id }));
    return standing(region, experiment ?? {});
  };
  return {
    list: () => call(async () => Promise.all((await unfinished(fis)).map(look))),
    begin: (fault) => call(() => begin(fis, fault)),
    end: (id) => call(async () => void (await fis.send(new StopExperimentCommand({ id })))),
    look: (id) => call(() => look(id)),
    close: () => fis.destroy(),
  };
}

async function unfinished(client: FisClient): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { experiments = [] } of paginateListExperiments({ client }, {})) {
    const active = experiments.filter(({ state }) => !ENDED.has(state?.status ?? ''));
    found.push(...active.map(({ id }) => id ?? ''));
  }
  return found;
}

/** By a template of its own, which is gone again when the experiment has started: that goes on without it. */
async function begin(fis: FisClient, fault: string): Promise<string> {
  const created = await fis.send(
    new CreateExperimentTemplateCommand(faultTemplate(fault, 'put in force by hand')),
  );
  const id = created.experimentTemplate?.id ?? '';
  try {
    const started = await fis.send(
      new StartExperimentCommand({
        clientToken: randomUUID(),
        experimentTemplateId: id,
        tags: { [FAULT_TAG]: fault },
      }),
    );
    return started.experiment?.id ?? '';
  } finally {
    await fis.send(new DeleteExperimentTemplateCommand({ id }));
  }
}

function standing(region: string, { id = '', actions = {}, state }: Experiment): StandingFault {
  const { actionId = '', parameters } = Object.values(actions)[0] ?? {};
  const name = actionId.startsWith(ACTION_PREFIX) ? actionId.slice(ACTION_PREFIX.length) : actionId;
  const value = parameters?.['value'];
  return {
    experiment: id,
    region,
    fault: value === undefined ? name : `${name}=${value}`,
    state: state?.status ?? 'unknown',
    reason: state?.reason ?? '',
  };
}

import { randomUUID } from 'node:crypto';
import {
  CreateExperimentTemplateCommand,
  DeleteExperimentTemplateCommand,
  type Experiment,
  FisClient,
  GetExperimentCommand,
  StartExperimentCommand,
  StopExperimentCommand,
} from '@aws-sdk/client-fis';
import { FAULT_TAG, START_WITHIN_SECONDS } from '../domain/run/resource-tags.ts';
import { callAws } from './aws-failure.ts';
import { clientOptions } from './client-options.ts';
import { ACTION_PREFIX, faultTemplate } from './fault-template.ts';
import type { Account } from './site-access.ts';
import { unfinishedExperiments } from './unfinished-experiments.ts';

/** A fault that a person has put on a region, or that a run has. */
export interface StandingFault {
  readonly experiment: string;
  readonly region: string;
  readonly fault: string;
  /** As FIS words it: initiating, running, stopping, stopped, failed. */
  readonly state: string;
  readonly reason: string;
}

export interface BegunFault {
  readonly experiment: string;
  /** What was not removed, and why; null when nothing is left beside the experiment. */
  readonly left: string | null;
}

/** Faults of one region by hand, through its FIS. */
export interface RegionFaults {
  /** Those that have not ended. */
  list(): Promise<readonly StandingFault[]>;
  /** Begins one; `look` tells when it is in force. @throws the refusal of FIS */
  begin(fault: string): Promise<BegunFault>;
  /** Begins the undo; `look` tells when it is done. */
  end(experiment: string): Promise<void>;
  look(experiment: string): Promise<StandingFault>;
  close(): void;
}

export function accessFaults({ endpoint, credentials }: Account, region: string): RegionFaults {
  return makeRegionFaults(new FisClient({ ...clientOptions(region), endpoint, credentials }), region);
}

export function makeRegionFaults(fis: FisClient, region: string): RegionFaults {
  const call = <T>(act: () => Promise<T>) => callAws(`FIS in ${region}`, act);
  const look = async (id: string) => {
    const { experiment } = await fis.send(new GetExperimentCommand({ id }));
    return standing(region, experiment ?? {});
  };
  return {
    list: () =>
      call(async () => Promise.all((await unfinishedExperiments(fis)).map(({ id = '' }) => look(id)))),
    begin: (fault) => call(() => begin(fis, fault)),
    end: (id) => call(async () => void (await fis.send(new StopExperimentCommand({ id })))),
    look: (id) => call(() => look(id)),
    close: () => fis.destroy(),
  };
}

/** By a template of its own, which is gone again when the experiment has started: that goes on without it. */
async function begin(fis: FisClient, fault: string): Promise<BegunFault> {
  const startBy = (Date.now() + START_WITHIN_SECONDS * 1000) * 1000;
  const order = faultTemplate({ fault, run: null, startBy, clientToken: randomUUID() });
  const created = await fis.send(new CreateExperimentTemplateCommand(order));
  const id = created.experimentTemplate?.id ?? '';
  try {
    const started = await fis.send(
      new StartExperimentCommand({
        clientToken: randomUUID(),
        experimentTemplateId: id,
        tags: { [FAULT_TAG]: fault },
      }),
    );
    return { experiment: started.experiment?.id ?? '', left: await removeTemplate(fis, id) };
  } catch (error) {
    await removeTemplate(fis, id);
    throw error;
  }
}

/** Says what went wrong and never throws: whether the fault is in force matters more than what is left of its making. */
async function removeTemplate(fis: FisClient, id: string): Promise<string | null> {
  try {
    await fis.send(new DeleteExperimentTemplateCommand({ id }));
    return null;
  } catch (error) {
    return `experiment template ${id} is left: ${error instanceof Error ? error.message : String(error)}`;
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

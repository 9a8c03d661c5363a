import {
  CreateExperimentTemplateCommand,
  GetExperimentCommand,
  StartExperimentCommand,
  StopExperimentCommand,
  type Experiment,
} from '@aws-sdk/client-fis';
import { PRIMARY } from './fixture-config.ts';
import { type WorldFixture } from './world-fixture.ts';
import { until } from './until.ts';

/** Starts a template and waits until its fault is in force. */
export async function lose(fixture: WorldFixture, template: string, region = PRIMARY): Promise<string> {
  const started = await fixture
    .fis(region)
    .send(new StartExperimentCommand({ experimentTemplateId: template }));
  const id = started.experiment?.id ?? '';
  await until('experiment running', async () => {
    const { state } = await experiment(fixture, id, region);
    if (state?.status === 'failed') throw new Error(`the experiment failed: ${state.reason}`);
    return state?.status === 'running';
  });
  return id;
}

/** Makes a template for a fault, starts it and waits until the fault is in force. */
export async function put(fixture: WorldFixture, fault: string, region = PRIMARY): Promise<string> {
  const [name = '', value] = fault.split('=');
  const { experimentTemplate } = await fixture.fis(region).send(
    new CreateExperimentTemplateCommand({
      description: fault,
      roleArn: 'arn:aws:iam::123456789012:role/fis',
      stopConditions: [{ source: 'none' }],
      actions: {
        fault: { actionId: `muster:${name}`, parameters: value === undefined ? {} : { value } },
      },
    }),
  );
  return lose(fixture, experimentTemplate?.id ?? '', region);
}

/** Stops an experiment and waits until its undo is done. */
export async function undo(fixture: WorldFixture, id: string, region = PRIMARY): Promise<void> {
  await fixture.fis(region).send(new StopExperimentCommand({ id }));
  await until('experiment stopped', async () => {
    const { state } = await experiment(fixture, id, region);
    if (state?.status === 'failed') throw new Error(`the undo failed: ${state.reason}`);
    return state?.status === 'stopped';
  });
}

export async function experiment(fixture: WorldFixture, id: string, region = PRIMARY): Promise<Experiment> {
  return (await fixture.fis(region).send(new GetExperimentCommand({ id }))).experiment ?? {};
}

/** What the injector says of a fault in force. */
export async function receipt(fixture: WorldFixture, id: string, region = PRIMARY): Promise<unknown> {
  const action = Object.values((await experiment(fixture, id, region)).actions ?? {})[0];
  return JSON.parse(action?.state?.reason ?? '');
}

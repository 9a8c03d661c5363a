import {
  GetExperimentCommand,
  StartExperimentCommand,
  StopExperimentCommand,
  type Experiment,
} from '@aws-sdk/client-fis';
import { PRIMARY } from './fixture-config.ts';
import { type WorldFixture } from './world-fixture.ts';
import { until } from './until.ts';

/** Starts a template of the primary region and waits until its fault is in force. */
export async function lose(fixture: WorldFixture, template: string): Promise<string> {
  const started = await fixture
    .fis(PRIMARY)
    .send(new StartExperimentCommand({ experimentTemplateId: template }));
  const id = started.experiment?.id ?? '';
  await until('experiment running', async () => (await experiment(fixture, id)).state?.status === 'running');
  return id;
}

/** Stops an experiment and waits until its undo is done. */
export async function undo(fixture: WorldFixture, id: string): Promise<void> {
  await fixture.fis(PRIMARY).send(new StopExperimentCommand({ id }));
  await until('experiment stopped', async () => (await experiment(fixture, id)).state?.status === 'stopped');
}

export async function experiment(fixture: WorldFixture, id: string): Promise<Experiment> {
  return (await fixture.fis(PRIMARY).send(new GetExperimentCommand({ id }))).experiment ?? {};
}

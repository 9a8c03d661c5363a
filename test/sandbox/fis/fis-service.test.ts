import { createServer, type Server } from 'node:http';
import {
  CreateExperimentTemplateCommand,
  DeleteExperimentTemplateCommand,
  FisClient,
  GetExperimentCommand,
  GetExperimentTemplateCommand,
  ListActionsCommand,
  ListExperimentsCommand,
  ListExperimentTemplatesCommand,
  StartExperimentCommand,
  StopExperimentCommand,
} from '@aws-sdk/client-fis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeExperimentDirectory } from '../../../lib/sandbox/fis/experiment-directory.ts';
import type { Fault, FaultReceipt } from '../../../lib/sandbox/fis/fault.ts';
import { makeFisService } from '../../../lib/sandbox/fis/fis-service.ts';
import { until } from '../faults/until.ts';
import { listenFor } from '../faults/aws-listener.ts';

const REGION = 'eu-central-1';
const TEMPLATE = { id: 'EXT1', region: REGION, fault: 'region-loss' as const, tags: { plan: 'orders' } };

let server: Server;
let fis: FisClient;
let steps: string[];
let inject: Fault['inject'];

function receiptOf(experiment: string): FaultReceipt {
  const at = '2026-11-21T12:00:00.000000Z';
  return { experiment, region: REGION, processesEnded: 3, processesAlive: 0, storageHeld: true, at };
}

beforeEach(async () => {
  steps = [];
  inject = (experiment) => Promise.resolve(receiptOf(experiment));
  const fault: Fault = {
    inject: (experiment) => (steps.push('inject'), inject(experiment)),
    undo: () => Promise.resolve(void steps.push('undo')),
  };
  const directory = makeExperimentDirectory({
    account: '123456789012',
    templates: [TEMPLATE],
    faultOf: (template) => ({
      fault,
      kind: template.fault.split('=')[0] ?? '',
      disrupts: ['region-loss', 'freeze'].includes(template.fault),
    }),
  });
  server = createServer();
  const endpoint = await listenFor(server, makeFisService(directory));
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
  fis = new FisClient({ endpoint, credentials, region: REGION, maxAttempts: 1 });
});
afterEach(() => {
  fis.destroy();
  server.close();
});

const start = (clientToken?: string) =>
  fis.send(
    new StartExperimentCommand({
      experimentTemplateId: 'EXT1',
      tags: { run: 'r1' },
      ...(clientToken ? { clientToken } : {}),
    }),
  );
const startOf = (experimentTemplateId: string) =>
  fis.send(new StartExperimentCommand({ experimentTemplateId }));
async function create(actionId: string, value?: string, more: Record<string, string> = {}): Promise<string> {
  const parameters = value === undefined ? more : { value, ...more };
  const { experimentTemplate } = await fis.send(
    new CreateExperimentTemplateCommand({
      description: 'a fault',
      roleArn: 'arn:aws:iam::123456789012:role/fis',
      stopConditions: [{ source: 'none' }],
      actions: { fault: { actionId, parameters } },
      tags: { of: 'test' },
    }),
  );
  return experimentTemplate?.id ?? '';
}
const get = async (id = '') => (await fis.send(new GetExperimentCommand({ id }))).experiment;
const status = async (id = '') => (await get(id))?.state?.status;

test('an experiment initiates, runs with the receipt in its action, stops and is listed', async () => {
  const { experiment } = await start();
  expect(experiment?.state?.status).toBe('initiating');
  await until('running', async () => (await status(experiment?.id)) === 'running');
  const action = Object.values((await get(experiment?.id))?.actions ?? {})[0];
  expect(JSON.parse(action?.state?.reason ?? '')).toEqual(receiptOf(experiment?.id ?? ''));
  await fis.send(new StopExperimentCommand({ id: experiment?.id }));
  await until('stopped', async () => (await status(experiment?.id)) === 'stopped');
  expect(steps).toEqual(['inject', 'undo']);
  const listed = await fis.send(new ListExperimentsCommand({}));
  expect(listed.experiments?.map((one) => [one.id, one.tags])).toEqual([[experiment?.id, { run: 'r1' }]]);
});

test('the same client token starts one experiment only', async () => {
  const first = await start('token');
  const second = await start('token');
  expect(second.experiment?.id).toBe(first.experiment?.id);
  expect(steps).toEqual(['inject']);
});

test('a second experiment of the same kind, or a second disruption, is a conflict; a condition is none', async () => {
  const first = await start();
  const id = first.experiment?.id;
  const message = (fault: string) =>
    `Experiment ${id} (region-loss) is in force in ${REGION}, and ${fault} cannot be beside it.`;
  await expect(start()).rejects.toMatchObject({
    name: 'ConflictException',
    message: message('region-loss'),
  });
  const freeze = await create('muster:freeze');
  await expect(startOf(freeze)).rejects.toMatchObject({ message: message('freeze') });
  const delay = await create('muster:replication-delay', '5s');
  expect((await startOf(delay)).experiment?.state?.status).toBe('initiating');
  await expect(startOf(delay)).rejects.toMatchObject({ name: 'ConflictException' });
});

test('a template is created, shown as it was asked for, and deleted while its experiment goes on', async () => {
  const id = await create('muster:replication-delay', '5s');
  const { experimentTemplate } = await fis.send(new GetExperimentTemplateCommand({ id }));
  expect(experimentTemplate).toMatchObject({
    tags: { of: 'test' },
    actions: { fault: { actionId: 'muster:replication-delay', parameters: { value: '5s' } } },
  });
  const { experiment } = await startOf(id);
  await fis.send(new DeleteExperimentTemplateCommand({ id }));
  await expect(startOf(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect((await get(experiment?.id))?.actions?.['fault']?.parameters).toEqual({ value: '5s' });
});

test('a template that says more than the sandbox can do is refused', async () => {
  await expect(create('aws:rds:reboot-db-instances')).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('actions.fault.actionId'),
  });
  await expect(create('muster:freeze', '5s', { duration: 'PT1M' })).rejects.toMatchObject({
    message: expect.stringContaining('actions.fault.parameters'),
  });
});

test('a fault that fails is taken back, and the experiment says why it failed', async () => {
  inject = () => Promise.reject(new Error('a process would not die'));
  const { experiment } = await start();
  await until('failed', async () => (await status(experiment?.id)) === 'failed');
  expect((await get(experiment?.id))?.state?.reason).toBe('a process would not die');
  expect(steps).toEqual(['inject', 'undo']);
});

test('templates are shown with their tags', async () => {
  const listed = await fis.send(new ListExperimentTemplatesCommand({}));
  expect(listed.experimentTemplates).toEqual([{ id: 'EXT1', tags: { plan: 'orders' } }]);
  const { experimentTemplate } = await fis.send(new GetExperimentTemplateCommand({ id: 'EXT1' }));
  expect(experimentTemplate?.actions).toEqual({ fault: { actionId: 'muster:region-loss' } });
});

test('what does not exist is not found, and what is not served is refused', async () => {
  await expect(get('EXP1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const unknown = new StartExperimentCommand({ experimentTemplateId: 'EXT9' });
  await expect(fis.send(unknown)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(fis.send(new ListActionsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});

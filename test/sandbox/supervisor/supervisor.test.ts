import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isRunning, readProcessStat } from '../../../lib/sandbox/process/process-stat.ts';
import { signal } from '../../../lib/sandbox/process/signal.ts';
import {
  findSandbox,
  startSandbox,
  type RunningSandbox,
} from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { endSandbox } from '../../../lib/sandbox/supervisor/end-supervisor.ts';
import { ACCOUNT, processesOf, RECOVERY, serverHomeOf, smallConfig, withStateDir } from './small-sandbox.ts';

function clientConfig({ endpoint, credentials }: RunningSandbox) {
  return { endpoint, credentials, region: RECOVERY, maxAttempts: 1 };
}

test('a sandbox starts, serves, is found again, and leaves nothing when it is stopped', () =>
  withStateDir(async (stateDir) => {
    const phases: string[] = [];
    const started = await startSandbox(smallConfig(stateDir), {
      onProgress: ({ phase }) => phases.push(phase),
    });
    expect(phases).toContain('starting');
    expect(statSync(join(stateDir, 'sandbox.json')).mode & 0o777).toBe(0o600);
    const found = await findSandbox(stateDir);
    const status = await found?.status();
    expect(status?.endpoint).toBe(started.endpoint);
    expect(status?.instances.map(({ id, role }) => [id, role])).toEqual([
      ['orders-a', 'primary'],
      ['orders-b', 'replica'],
    ]);
    const rds = new RDSClient(clientConfig(started));
    const described = await rds.send(new DescribeDBInstancesCommand({}));
    expect(described.DBInstances?.map((one) => one.DBInstanceIdentifier)).toEqual(['orders-b']);
    await found?.stop();
    expect(processesOf(stateDir)).toEqual([]);
    expect(existsSync(join(stateDir, 'sandbox.json'))).toBe(false);
    expect(existsSync(serverHomeOf(stateDir))).toBe(false);
    await expect(fetch(started.endpoint)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect(await findSandbox(stateDir)).toBeUndefined();
  }));

test('a workflow calls a function whose environment leads back to the sandbox', () =>
  withStateDir(async (stateDir) => {
    const sandbox = await startSandbox(smallConfig(stateDir));
    const sfn = new SFNClient(clientConfig(sandbox));
    const stateMachineArn = `arn:aws:states:${RECOVERY}:${ACCOUNT}:stateMachine:ask`;
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    const output = await expect
      .poll(async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).output, {})
      .toBeDefined()
      .then(async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).output);
    expect(JSON.parse(output ?? '')).toEqual({
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_REGION: RECOVERY,
      PGSSLROOTCERT: (await sandbox.status()).caFile,
    });
    await sandbox.stop();
    expect(processesOf(stateDir)).toEqual([]);
  }));

test('the front door follows the switch object', () =>
  withStateDir(async (stateDir) => {
    const sandbox = await startSandbox(smallConfig(stateDir));
    expect((await sandbox.status()).frontDoor.activeSite).toBe('frankfurt');
    const s3 = new S3Client(clientConfig(sandbox));
    const Body = JSON.stringify({ activeSite: 'dublin', generation: 1, run: 'r' });
    await s3.send(new PutObjectCommand({ Bucket: 'recovery', Key: 'traffic/orders.json', Body }));
    await expect.poll(async () => (await sandbox.status()).frontDoor.activeSite).toBe('dublin');
    await sandbox.stop();
  }));

test('of two that start at once in one state directory, one is told who holds it', () =>
  withStateDir(async (stateDir) => {
    const both = await Promise.allSettled([
      startSandbox(smallConfig(stateDir)),
      startSandbox(smallConfig(stateDir)),
    ]);
    const won = both.filter((one) => one.status === 'fulfilled').map((one) => one.value);
    const lost = both.filter((one) => one.status === 'rejected').map((one) => String(one.reason));
    expect(won).toHaveLength(1);
    const holder = (await won[0]?.status())?.supervisorPid;
    expect(lost).toEqual([
      expect.stringContaining(`${stateDir} is held by the sandbox of process ${holder}`),
    ]);
    const third = startSandbox(smallConfig(stateDir));
    await expect(third).rejects.toThrow(
      `${stateDir} is held by the sandbox of process ${holder}; end it with`,
    );
  }));

test('a start after a stop that is under way waits for it', () =>
  withStateDir(async (stateDir) => {
    const first = await startSandbox(smallConfig(stateDir));
    const stopped = first.stop();
    const file = join(stateDir, 'sandbox.json');
    await expect.poll(() => readFile(file, 'utf8').catch(() => 'gone')).toMatch(/"ending":true|gone/);
    const second = await startSandbox(smallConfig(stateDir));
    await stopped;
    expect((await second.status()).endpoint).toBe(second.endpoint);
  }));

test('what a SIGKILL of the supervisor left is swept by the next start', () =>
  withStateDir(async (stateDir) => {
    const first = await startSandbox(smallConfig(stateDir));
    const { supervisorPid, instances } = await first.status();
    // With their starts: on a busy machine a pid is soon another's.
    const servers = instances.flatMap(({ pid }) => (pid === null ? [] : (readProcessStat(pid) ?? [])));
    expect(servers.length).toBeGreaterThan(0);
    signal(supervisorPid, 'SIGKILL');
    await expect.poll(() => findSandbox(stateDir)).toBeUndefined();
    const second = await startSandbox(smallConfig(stateDir));
    expect(servers.filter(isRunning)).toEqual([]);
    await second.stop();
    expect(processesOf(stateDir)).toEqual([]);
  }));

test('what a SIGKILL of the supervisor left is gone after an end, by whoever held it', () =>
  withStateDir(async (stateDir) => {
    const held = await startSandbox(smallConfig(stateDir));
    signal((await held.status()).supervisorPid, 'SIGKILL');
    await expect.poll(() => findSandbox(stateDir)).toBeUndefined();
    expect(processesOf(stateDir)).not.toEqual([]);
    expect(await endSandbox(stateDir)).toBe(true);
    expect(processesOf(stateDir)).toEqual([]);
    expect(existsSync(serverHomeOf(stateDir))).toBe(false);
    const again = await startSandbox(smallConfig(stateDir));
    signal((await again.status()).supervisorPid, 'SIGKILL');
    await again.stop();
    expect(processesOf(stateDir)).toEqual([]);
    expect(await endSandbox(stateDir)).toBe(false);
  }));

test('a workflow that is not valid is the reason why there is no sandbox', () =>
  withStateDir(async (stateDir) => {
    const config = smallConfig(stateDir);
    const stateMachines = [
      {
        name: 'ask',
        region: RECOVERY,
        definition: '{"QueryLanguage":"JSONata","StartAt":"Nowhere","States":{}}',
      },
    ];
    await expect(startSandbox({ ...config, stateMachines })).rejects.toThrow(/did not start: .*Nowhere/);
    await expect.poll(() => processesOf(stateDir)).toEqual([]);
  }));

test('a reset begins anew in the same process: other servers, empty buckets, the first site', () =>
  withStateDir(async (stateDir) => {
    const sandbox = await startSandbox(smallConfig(stateDir));
    const s3 = new S3Client(clientConfig(sandbox));
    const object = { Bucket: 'recovery', Key: 'traffic/orders.json' };
    await s3.send(new PutObjectCommand({ ...object, Body: JSON.stringify({ activeSite: 'dublin' }) }));
    await expect.poll(async () => (await sandbox.status()).frontDoor.activeSite).toBe('dublin');
    const before = await sandbox.status();

    const after = await sandbox.reset();

    expect(after).toMatchObject({ endpoint: before.endpoint, supervisorPid: before.supervisorPid });
    expect(after.frontDoor.activeSite).toBe('frankfurt');
    expect(after.instances.map(({ state, role }) => [state, role])).toEqual([
      ['available', 'primary'],
      ['available', 'replica'],
    ]);
    const pids = (status: typeof before) => status.instances.map(({ pid }) => pid ?? 0);
    expect(pids(after).filter((pid) => pids(before).includes(pid))).toEqual([]);
    expect(pids(before).filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    await expect(s3.send(new HeadObjectCommand(object))).rejects.toMatchObject({ name: 'NotFound' });
    await sandbox.stop();
    expect(processesOf(stateDir)).toEqual([]);
  }));

test('a reset is refused while a workflow runs, and changes nothing', () =>
  withStateDir(async (stateDir) => {
    const config = smallConfig(stateDir);
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Stay',
      States: { Stay: { Type: 'Wait', Seconds: 600, End: true } },
    });
    const stateMachines = [{ name: 'stay', region: RECOVERY, definition }];
    const sandbox = await startSandbox({ ...config, stateMachines });
    const before = await sandbox.status();
    const sfn = new SFNClient(clientConfig(sandbox));
    const stateMachineArn = `arn:aws:states:${RECOVERY}:${ACCOUNT}:stateMachine:stay`;
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'drill' }));
    await expect(sandbox.reset()).rejects.toThrow('the sandbox refuses: workflows are running: drill');
    expect((await sandbox.status()).instances).toEqual(before.instances);
  }));

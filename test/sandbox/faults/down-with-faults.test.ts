import { readFileSync } from 'node:fs';
import {
  CreateExperimentTemplateCommand,
  FisClient,
  GetExperimentCommand,
  StartExperimentCommand,
} from '@aws-sdk/client-fis';
import { expect, test } from 'vitest';
import { processTree } from '../../../lib/sandbox/process/kill-tree.ts';
import {
  endSandbox,
  startSandbox,
  type RunningSandbox,
} from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { PRIMARY, processesOf, RECOVERY, smallConfig, withStateDir } from '../supervisor/small-sandbox.ts';
import { until } from './until.ts';

async function inForce(sandbox: RunningSandbox, region: string, fault: string): Promise<void> {
  const [name, value] = fault.split('=');
  const { endpoint, credentials } = sandbox;
  const fis = new FisClient({ endpoint, credentials, region, maxAttempts: 1 });
  const parameters: Record<string, string> = value === undefined ? {} : { value };
  const { experimentTemplate } = await fis.send(
    new CreateExperimentTemplateCommand({
      description: fault,
      roleArn: 'arn:aws:iam::000000000000:role/fis',
      stopConditions: [{ source: 'none' }],
      actions: { fault: { actionId: `muster:${name}`, parameters } },
    }),
  );
  const started = await fis.send(
    new StartExperimentCommand({ experimentTemplateId: experimentTemplate?.id }),
  );
  const running = async () => {
    const { experiment } = await fis.send(new GetExperimentCommand({ id: started.experiment?.id }));
    return experiment?.state?.status === 'running';
  };
  await until(`${fault} in force`, running);
  fis.destroy();
}

/** Segments of shared memory that one of these processes has made (proc_sysvipc(5): the fifth column is its pid). */
function segmentsOf(pids: readonly number[]): string[] {
  const lines = readFileSync('/proc/sysvipc/shm', 'utf8').trimEnd().split('\n').slice(1);
  return lines.filter((line) => pids.includes(Number(line.trim().split(/\s+/)[4])));
}

async function pidsOf(sandbox: RunningSandbox): Promise<number[]> {
  const { instances } = await sandbox.status();
  return instances.flatMap(({ pid }) => (pid === null ? [] : processTree(pid).map((one) => one.pid)));
}

test.each([
  ['is taken down', async (sandbox: RunningSandbox) => sandbox.stop()],
  [
    'is swept after its supervisor was killed',
    async (sandbox: RunningSandbox, stateDir: string) => {
      process.kill((await sandbox.status()).supervisorPid, 'SIGKILL');
      await endSandbox(stateDir);
    },
  ],
])(
  'with faults in force a sandbox that %s leaves no process and no shared memory',
  async (_, end) =>
    withStateDir(async (stateDir) => {
      const sandbox = await startSandbox(smallConfig(stateDir));
      for (const fault of ['replication-delay=5s', 'freeze']) await inForce(sandbox, PRIMARY, fault);
      for (const fault of ['slow-api=1m', 'full-disk']) await inForce(sandbox, RECOVERY, fault);
      const pids = await pidsOf(sandbox);
      expect(pids.length).toBeGreaterThan(6);
      expect(segmentsOf(pids).length).toBeGreaterThan(0);
      await end(sandbox, stateDir);
      expect(processesOf(stateDir)).toEqual([]);
      expect(segmentsOf(pids)).toEqual([]);
    }),
  60_000,
);

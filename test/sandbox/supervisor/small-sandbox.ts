import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SandboxConfig } from '../../../lib/sandbox/sandbox-config.ts';
import { homeDirectory } from '../../../lib/sandbox/postgres/home-directory.ts';
import { unprivilegedUser } from '../../../lib/sandbox/postgres/unprivileged-user.ts';
import { listProcesses } from '../../../lib/sandbox/process/process-stat.ts';
import { endSandbox } from '../../../lib/sandbox/supervisor/end-supervisor.ts';

export const PRIMARY = 'eu-central-1';
export const RECOVERY = 'eu-west-1';
export const ACCOUNT = '000000000000';

const PROBE = fileURLToPath(new URL('./probe-function.ts', import.meta.url));
const traffic = { region: RECOVERY, bucket: 'recovery', key: 'traffic/orders.json' };

/** Two regions with a database, a service, a function and a workflow that calls it. */
export function smallConfig(stateDir: string): SandboxConfig {
  const database = { database: 'orders', masterUser: 'operator', masterPassword: 'operator secret' };
  return SandboxConfig.parse({
    schemaVersion: 1,
    stateDir,
    account: ACCOUNT,
    credentials: { accessKeyId: 'AKIASUPERVISOR', secretAccessKey: 'supervisor secret' },
    regions: [PRIMARY, RECOVERY],
    buckets: [{ name: 'recovery', region: RECOVERY, versioning: true }],
    secrets: [{ name: 'orders', region: RECOVERY, value: '{}' }],
    instances: [
      { ...database, id: 'orders-a', region: PRIMARY, loginRoles: [{ name: 'app', password: 'app' }] },
      { ...database, id: 'orders-b', region: RECOVERY, source: { region: PRIMARY, id: 'orders-a' } },
    ],
    functions: [{ name: 'probe', region: RECOVERY, handlerPath: PROBE, timeoutSeconds: 30 }],
    stateMachines: [{ name: 'ask', region: RECOVERY, definition: JSON.stringify(workflow()) }],
    experimentTemplates: [],
    frontDoors: [{ ...frontDoor(), switch: traffic, initialSite: 'frankfurt' }],
    services: [],
    delays: { promotionMs: 0, switchHealthCheckMs: 10 },
  });
}

function frontDoor(): object {
  return {
    name: 'orders',
    sites: {
      frankfurt: { region: PRIMARY, instance: 'orders-a' },
      dublin: { region: RECOVERY, instance: 'orders-b' },
    },
    database: 'orders',
    user: 'app',
    password: 'app',
  };
}

function workflow(): object {
  const FunctionName = `arn:aws:lambda:${RECOVERY}:${ACCOUNT}:function:probe`;
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Probe',
    States: {
      Probe: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName, Payload: {} },
        TimeoutSeconds: 30,
        Output: '{% $states.result.Payload %}',
        End: true,
      },
    },
  };
}

/** Gives a state directory of the test's own; at its end nothing of a sandbox in it is left. */
export async function withStateDir(use: (stateDir: string) => Promise<void>): Promise<void> {
  const stateDir = await mkdtemp(join(tmpdir(), 'muster-supervisor-'));
  try {
    await use(stateDir);
  } finally {
    await endSandbox(stateDir);
    await rm(stateDir, { recursive: true, force: true });
  }
}

/** Every process of this machine that has to do with a state directory, by its command line, environment or files. */
export function processesOf(stateDir: string): string[] {
  const directories = [stateDir, serverHomeOf(stateDir)];
  return listProcesses()
    .filter(({ pid, state }) => pid !== process.pid && state !== 'Z')
    .map(({ pid }) => ({ pid, command: read(pid, 'cmdline'), environment: read(pid, 'environ') }))
    .filter(({ command, environment }) =>
      directories.some((directory) => `${command} ${environment}`.includes(directory)),
    )
    .map(({ pid, command }) => `${pid} ${command}`);
}

/** Where the servers keep their files; as root that is outside of the state directory. */
export function serverHomeOf(stateDir: string): string {
  return homeDirectory(stateDir, unprivilegedUser() !== undefined);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

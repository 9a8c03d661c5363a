import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessFaults } from '../../../lib/aws/fis-faults.ts';
import { makeRdsDatabases } from '../../../lib/aws/rds-databases.ts';
import { accessSite, type SiteAccess } from '../../../lib/aws/site-access.ts';
import { defaultPlanFile } from '../../../lib/deployment/deployment.ts';
import { deferredFences } from '../../../lib/cli/fences.ts';
import { deployHandlers } from '../../../lib/cli/handler-cache.ts';
import { loadPlan } from '../../../lib/cli/load-plan.ts';
import { sandboxWorld, stateMachineArn } from '../../../lib/cli/sandbox-world.ts';
import { DeferredFenceRequest } from '../../../lib/domain/fence/deferred-fence.ts';
import type { RecoveryPlan } from '../../../lib/domain/plan/recovery-plan.ts';
import { compileFailover } from '../../../lib/domain/run/compile-failover.ts';
import { planKeys, runKeys } from '../../../lib/domain/run/run-keys.ts';
import { type StartedSandbox, startSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { makeStaleWriter } from './stale-writer.ts';

const RUN = 'lost-1';
const LIMIT = { timeout: 25_000 };

let directory: string;
let plan: RecoveryPlan;
let sandbox: StartedSandbox;
let recovery: SiteAccess;
let primary: SiteAccess;
let rds: (region: string) => RDSClient;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-fence-'));
  ({ plan } = await loadPlan(defaultPlanFile()));
  const { handlers, compileCache } = await deployHandlers(join(directory, 'handlers'));
  const config = sandboxWorld(plan, { stateDir: join(directory, 'sandbox'), handlers, compileCache });
  sandbox = await startSandbox(config);
  recovery = accessSite(sandbox, plan.sites.recovery);
  primary = accessSite(sandbox, plan.sites.primary);
  const { endpoint, credentials } = sandbox;
  rds = (region) => new RDSClient({ endpoint, credentials, region });
});

afterAll(async () => {
  recovery?.close();
  primary?.close();
  await sandbox?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** What a failover leaves behind that found the region lost and went on. */
function requestOf(): DeferredFenceRequest {
  const input = compileFailover(plan, {
    run: RUN,
    target: 'sandbox',
    scope: 'rehearsal',
    planSha256: '0'.repeat(64),
    heartbeatStateMachineArn: stateMachineArn(plan, 'heartbeat'),
  });
  return DeferredFenceRequest.parse({
    ...input,
    owner: `${stateMachineArn(plan, 'failover').replace(':stateMachine:', ':execution:')}:${RUN}`,
    lockKey: runKeys.lock(plan.name, 'failover'),
    lockNotTaken: true,
    databases: input.databases.map((one) => ({ ...one, primaryAddress: null, securityGroups: [] })),
    deferredAt: new Date().toISOString().replace('Z', '000Z'),
  });
}

async function fault(name: string) {
  const { region } = plan.sites.primary;
  const faults = accessFaults(sandbox, region);
  const { experiment } = await faults.begin(name);
  const reach = (state: string) =>
    expect.poll(async () => (await faults.look(experiment))?.state).toBe(state);
  await reach('running');
  return async () => {
    await faults.end(experiment);
    await reach('stopped');
  };
}

test(
  'a region that comes back is fenced before any client writes there, and its lock is raised',
  LIMIT,
  async () => {
    const lockKey = runKeys.lock(plan.name, 'failover');
    const stale = { owner: 'arn:of:stale', run: 'stale-1', state: 'held', generation: 4, scope: 'rehearsal' };
    await primary.objects.put(lockKey, JSON.stringify(stale));
    const writer = await makeStaleWriter(await sandbox.status());
    await expect.poll(() => writer.acknowledged().length).toBeGreaterThan(3);

    const back = await fault('region-loss');
    const request = requestOf();
    await recovery.objects.put(planKeys.fence(plan.name, RUN), JSON.stringify(request));
    const machineArn = stateMachineArn(plan, 'deferred-fence');
    const execution = await recovery.workflows.start({ machineArn, name: RUN, input: request });
    const [database] = request.databases;
    if (!database) throw new Error('the plan has no database');
    const databases = makeRdsDatabases(rds);
    await databases.promote(database.replica);
    await expect.poll(async () => (await databases.describe(database.replica)).source).toBeNull();
    const promotedAt = performance.now();
    expect(await deferredFences(recovery.objects, plan.name)).toMatchObject([
      { run: RUN, database: database.id, state: 'outstanding' },
    ]);
    expect(await recovery.workflows.status(execution)).toBe('RUNNING');

    await back();
    await expect.poll(() => recovery.workflows.status(execution)).toBe('SUCCEEDED');
    const fences = await deferredFences(recovery.objects, plan.name);
    expect(fences).toMatchObject([{ run: RUN, state: 'fenced' }]);
    expect(fences[0]?.seen).toContain('revoke-login-and-end-sessions proven');
    const lock = JSON.parse((await primary.objects.get(lockKey))?.text ?? '');
    expect(lock).toMatchObject({ state: 'free', generation: 5, run: RUN });

    // It went on trying all the time, and is refused by the server itself in the end.
    await expect.poll(() => writer.lastRefusal()).toMatch(/pg_hba|not permitted to log in/);
    await writer.end();
    expect(writer.acknowledged().filter((at) => at > promotedAt)).toEqual([]);
  },
);

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessFaults, type RegionFaults } from '../../../lib/aws/fis-faults.ts';
import { deployHandlers } from '../../../lib/cli/handler-cache.ts';
import { loadPlan } from '../../../lib/cli/load-plan.ts';
import { lookAtSites } from '../../../lib/cli/look-at-sites.ts';
import { sandboxWorld } from '../../../lib/cli/sandbox-world.ts';
import type { RecoveryPlan } from '../../../lib/domain/plan/recovery-plan.ts';
import type { SitesView } from '../../../lib/domain/vantage/sites-view.ts';
import { type StartedSandbox, startSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { planWith } from '../drill/plan-with.ts';

const PRIMARY = 'eu-central-1';
const RECOVERY = 'eu-west-1';
const WITNESS = 'eu-north-1';

let directory: string;
let plan: RecoveryPlan;
let sandbox: StartedSandbox;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-sites-'));
  const file = await planWith(directory, {
    'bucket: muster-orders-eu-west-1 }': `bucket: muster-orders-eu-west-1 }\n  witness: { name: stockholm, region: ${WITNESS}, bucket: muster-orders-eu-north-1 }`,
    'allowedRegions: [eu-central-1, eu-west-1]': `allowedRegions: [eu-central-1, eu-west-1, ${WITNESS}]`,
  });
  ({ plan } = await loadPlan(file));
  const { handlers, compileCache } = await deployHandlers(join(directory, 'handlers'));
  sandbox = await startSandbox(
    sandboxWorld(plan, { stateDir: join(directory, 'sandbox'), handlers, compileCache }),
  );
});
afterAll(async () => {
  await sandbox?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** A stream that brought something two seconds ago is still taken for one: a look right after the cut sees it alive. */
const QUIET_MS = 2_500;

/** Looks while a fault is in force in the primary region. */
async function lookDuring(fault: string): Promise<SitesView> {
  const faults = accessFaults(sandbox, PRIMARY);
  const { experiment } = await faults.begin(fault);
  await reach(faults, experiment, 'running');
  await sleep(QUIET_MS);
  try {
    return await lookAtSites(plan, sandbox);
  } finally {
    await faults.end(experiment);
    await reach(faults, experiment, 'stopped');
    faults.close();
  }
}

async function reach(faults: RegionFaults, experiment: string, state: string): Promise<void> {
  const now = async () => (await faults.look(experiment)).state;
  await expect.poll(now, { interval: 20 }).toBe(state);
}

/** What a vantage point's look at a subject showed. */
function shown({ evidence }: SitesView, region: string, subject: string): readonly string[] {
  return evidence
    .filter((one) => one.vantage === region && one.subject === subject)
    .map(({ shows }) => shows);
}

test('while all is well, three regions say so, and nobody is advised to fail over', async () => {
  await expect
    .poll(() => lookAtSites(plan, sandbox))
    .toMatchObject({
      finding: 'nothing-seen',
      recommendation: 'do not fail over',
      vantages: [
        { region: RECOVERY, role: 'recovery', answered: true },
        { region: WITNESS, role: 'witness', answered: true },
        { region: PRIMARY, role: 'primary', answered: true },
      ],
      databases: [{ id: 'orders-db', claimedLagSeconds: expect.any(Number) }],
    });
}, 40_000);

test('a link that is cut between the two sites alone is told from a lost region by the witness and by users', async () => {
  const view = await lookDuring('partition=link');
  expect(view).toMatchObject({ finding: 'link-lost', recommendation: 'do not fail over' });
  expect(view.reason).toBe(
    `${PRIMARY} lives, and ${RECOVERY} cannot reach it; users are still served, as seen from ${RECOVERY} and ${WITNESS}: a failover would cut them off, and make a second primary`,
  );
  expect(shown(view, RECOVERY, 'regional-api')).toEqual(['silence']);
  expect(shown(view, RECOVERY, 'endpoint')).toEqual(['silence']);
  expect(shown(view, WITNESS, 'regional-api')).toEqual(['life']);
  expect(shown(view, WITNESS, 'endpoint')).toEqual(['life']);
}, 40_000);

test('a region that no other region reaches, and whose users are served, has lost its links', async () => {
  const view = await lookDuring('partition=regions');
  expect(view).toMatchObject({ finding: 'link-lost', recommendation: 'do not fail over' });
  expect(shown(view, WITNESS, 'regional-api')).toEqual(['silence']);
  expect(shown(view, WITNESS, 'service')).toEqual(['life', 'life']);
}, 40_000);

test('a region that meets everybody with silence is lost, and two regions say so; one alone does not know', async () => {
  const faults = accessFaults(sandbox, PRIMARY);
  const { experiment } = await faults.begin('region-loss');
  await reach(faults, experiment, 'running');
  await sleep(QUIET_MS);
  const { witness, ...sites } = plan.sites;
  const [view, alone] = await Promise.all([
    lookAtSites(plan, sandbox),
    lookAtSites({ ...plan, sites }, sandbox),
  ]);
  await faults.end(experiment);
  await reach(faults, experiment, 'stopped');
  faults.close();

  expect(view).toMatchObject({ finding: 'region-lost', recommendation: 'fail over' });
  expect(view.reason).toBe(
    `nothing in ${PRIMARY} answers ${RECOVERY} and ${witness?.region}, and no user is served from there`,
  );
  expect(shown(view, PRIMARY, 'probe')).toEqual(['nothing']);
  expect(alone).toMatchObject({ finding: 'unknown', recommendation: 'look closer' });
  expect(alone.reason).toContain('a cut link looks the same from there');
}, 40_000);

test('a primary whose server was killed in a region that answers is a lost service', async () => {
  const { instances } = await sandbox.status();
  const { pid } = instances.find(({ region }) => region === PRIMARY) ?? {};
  process.kill(pid ?? 0, 'SIGKILL');
  await expect
    .poll(() => lookAtSites(plan, sandbox))
    .toMatchObject({ finding: 'service-lost', recommendation: 'fail over' });
}, 40_000);

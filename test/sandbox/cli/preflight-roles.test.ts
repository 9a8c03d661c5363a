import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deployHandlers } from '../../../lib/cli/handler-cache.ts';
import { loadPlan, type LoadedPlan, planSha256 } from '../../../lib/cli/load-plan.ts';
import { gatherPreflightFacts } from '../../../lib/cli/preflight-facts.ts';
import { sandboxWorld } from '../../../lib/cli/sandbox-world.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { preflightGates } from '../../../lib/domain/preflight/preflight-gates.ts';
import type { SandboxConfig } from '../../../lib/sandbox/sandbox-config.ts';
import { type StartedSandbox, startSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import { planWith } from '../drill/plan-with.ts';
import { connectTo } from '../faults/connect-to.ts';

let directory: string;
let loaded: LoadedPlan;
let config: SandboxConfig;
let sandbox: StartedSandbox;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-roles-'));
  loaded = await loadPlan(await planWith(directory, {}));
  const { handlers, compileCache } = await deployHandlers(join(directory, 'handlers'));
  config = sandboxWorld(loaded.plan, { stateDir: join(directory, 'sandbox'), handlers, compileCache });
  sandbox = await startSandbox(config);
});
afterAll(async () => {
  await sandbox?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** The gate of the database's roles, as `muster preflight` comes to it. */
async function whoMayLogIn() {
  const clock = makeSystemClock();
  const { caFile } = await sandbox.status();
  const facts = await gatherPreflightFacts({
    plan: loaded.plan,
    sha256: planSha256(loaded),
    ground: sandbox,
    state: stateDirectory({ MUSTER_STATE_DIR: join(directory, 'state') }),
    ca: await readFile(caFile, 'utf8'),
    now: () => clock.now(),
  });
  const { name } = WHO;
  return preflightGates(facts).find((gate) => gate.name === name);
}

const WHO = { name: 'who may log in', subject: 'orders-db' };

test("the sandbox's own roles are the plan's, and one that is added is named", async () => {
  await expect(whoMayLogIn()).resolves.toMatchObject({ ...WHO, result: 'passed', seen: 'nobody else' });
  const [primary] = config.instances;
  const { instances } = await sandbox.status();
  const operator = await connectTo(
    {
      port: instances.find(({ id }) => id === primary?.id)?.port ?? 0,
      user: primary?.masterUser ?? '',
      password: primary?.masterPassword ?? '',
      database: primary?.database ?? '',
    },
    config.stateDir,
  );
  await operator.query('create role etl_loader login');
  await operator.end();
  await expect.poll(whoMayLogIn).toMatchObject({ ...WHO, result: 'blocked', seen: 'etl_loader as well' });
}, 120_000);

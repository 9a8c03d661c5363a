import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeEventLog } from '../../../lib/sandbox/rds/events.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWorld, type BuiltWorld, type WorldTools } from '../../../lib/sandbox/faults/built-world.ts';
import { makeInstantText } from '../../../lib/sandbox/faults/instant-text.ts';
import { loseRegion } from '../../../lib/sandbox/faults/lose-region.ts';
import { makeRegionStates } from '../../../lib/sandbox/faults/region-states.ts';
import { makeLogDirectory, startWorld } from '../../../lib/sandbox/faults/start-world.ts';
import { stopWorld } from '../../../lib/sandbox/faults/stop-world.ts';
import { makeTruthLog } from '../../../lib/sandbox/faults/truth-log.ts';
import { makeSnapshotPlaces } from '../../../lib/sandbox/postgres/snapshot-place.ts';
import { makeChildRegistry } from '../../../lib/sandbox/process/child-registry.ts';
import { makeCertificateAuthority } from '../../../lib/sandbox/tls/certificate-authority.ts';
import { connectTo } from './connect-to.ts';
import { fixtureConfig, PRIMARY, RECOVERY } from './fixture-config.ts';
import { until } from './until.ts';

const authority = makeCertificateAuthority();
let tools: WorldTools;
let world: BuiltWorld;

beforeAll(async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'muster-test-'));
  const now = makeInstantText();
  tools = {
    // PostgreSQL's own default is 5 s. A promotion that waited out an hour would not end within any test.
    config: fixtureConfig(stateDir, { parameters: { wal_retrieve_retry_interval: '1h' } }),
    stateDir,
    readObject: () => undefined,
    endRegionProcesses: () => Promise.resolve(0),
    onProgress: () => undefined,
    children: makeChildRegistry(stateDir),
    caPem: authority.certificatePem,
    logDir: makeLogDirectory(stateDir),
    truth: makeTruthLog(stateDir, now),
    now,
    states: makeRegionStates([PRIMARY, RECOVERY]),
    events: makeEventLog(),
    placeOf: makeSnapshotPlaces([PRIMARY, RECOVERY], () => undefined),
  };
  world = await buildWorld(tools);
  await startWorld(world, tools, authority);
});
afterAll(async () => {
  await stopWorld(world, tools);
  rmSync(tools.stateDir, { recursive: true, force: true });
});

test('rows whose WAL had not crossed are lost, and a promotion does not wait out the retry interval', async () => {
  const [primary, replica] = world.directory.all;
  const app = await connectTo({ port: primary?.parts.gateway.port ?? 0, user: 'app' }, tools.stateDir);
  await app.query('insert into written values (1)');
  const operator = await connectTo(
    { port: replica?.parts.gateway.port ?? 0, user: 'operator' },
    tools.stateDir,
  );
  const replicated = async () => (await operator.query('select from written')).rowCount === 1;
  await until('the first row on the replica', replicated);

  world.links[0]?.gateway.cut('test', 'refused');
  await app.query('insert into written values (2)');
  const region = world.regions.find((one) => one.name === PRIMARY);
  if (!region) throw new Error('the fixture has no primary region');
  const { endRegionProcesses, truth, now } = tools;
  const parts = {
    region,
    states: makeRegionStates([PRIMARY]),
    truth,
    now,
    endRegionProcesses,
    deferredFence: true,
  };
  await loseRegion(parts, { experiment: 'EXP1', loss: 'refused' });

  await replica?.running?.promote();
  await operator.query('insert into written values (3)');
  expect((await operator.query('select n from written order by n')).rows).toEqual([{ n: 1 }, { n: 3 }]);
  await Promise.all([app, operator].map((one) => one.end().catch(() => undefined)));
});

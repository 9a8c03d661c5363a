import { describe, expect, it } from 'vitest';
import { HeartbeatInput } from '../../../lib/domain/run/heartbeat-input.ts';
import { makeStartHeartbeat } from '../../../lib/steps/start-heartbeat.ts';
import { API, ORDERS, runInput } from '../../fakes/run-input.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, changesOf, makeStepWorld, superseded } from '../../fakes/step-world.ts';

const event = stepEvent('StartHeartbeat');
const STARTS = [
  'workflows.start run-1-ledger-orders',
  'workflows.start run-1-stale-orders',
  'workflows.start run-1-reader-orders',
  'workflows.start run-1-health-services',
];

describe('StartHeartbeat', () => {
  it('starts a writer, a stale writer, a reader and the prober, each as an execution of its own', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeStartHeartbeat(world)(event);
    expect(outcome).toEqual({
      startedAt: '2026-03-01T12:00:00.000000Z',
      executions: [
        { role: 'ledger', database: 'orders', arn: 'arn:of:run-1-ledger-orders' },
        { role: 'stale', database: 'orders', arn: 'arn:of:run-1-stale-orders' },
        { role: 'reader', database: 'orders', arn: 'arn:of:run-1-reader-orders' },
        { role: 'health', database: null, arn: 'arn:of:run-1-health-services' },
      ],
      from: [],
    });
    expect(world.journal.slice(0, 2).toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.append StartHeartbeat/0/intent',
    ]);
    expect(changesOf(world)).toEqual(STARTS);
  });

  it('sends writer and reader through the front door and the stale writer straight to the old primary', async () => {
    const world = makeStepWorld();
    await makeStartHeartbeat(world)(event);
    const { heartbeat, detect } = event.run;
    const common = { run: 'run-1', bucket: 'west-bucket', region: 'eu-west-1', heartbeat, detect };
    const client = { database: 'app', secret: 'orders/heartbeat' };
    expect(world.workflows.started.map(({ input }) => HeartbeatInput.parse(input))).toEqual([
      {
        ...common,
        role: 'ledger',
        source: 'orders',
        target: { ...client, host: '127.0.0.1', port: 6432 },
        witness: {
          region: 'eu-north-1',
          instance: 'orders-north',
          address: { host: '10.0.0.1', port: 5432 },
          staleWriter: true,
        },
      },
      { ...common, role: 'stale', source: 'orders', target: { ...client, host: '10.0.0.1', port: 5432 } },
      {
        ...common,
        role: 'reader',
        source: 'orders',
        target: { ...client, host: '127.0.0.1', port: 6432 },
        ledger: null,
      },
      { ...common, role: 'health', source: 'services', services: [API], stop: null },
    ]);
  });

  it('sends the stale writer by the way inside the region where there is one', async () => {
    const world = makeStepWorld();
    const directDoor = { host: '127.0.0.1', port: 7432 };
    const run = runInput({ databases: [{ ...ORDERS, directDoor }] });
    await makeStartHeartbeat(world)({ ...event, run });
    const inputs = world.workflows.started.map(({ input }) => HeartbeatInput.parse(input));
    expect(inputs.find(({ role }) => role === 'ledger')).toMatchObject({
      witness: { address: { host: '10.0.0.1', port: 5432 } },
    });
    expect(inputs.find(({ role }) => role === 'stale')).toMatchObject({ target: directDoor });
  });

  it('starts no stale writer to a primary whose address is not known', async () => {
    const world = makeStepWorld();
    const [orders] = SEEN.DiscoverDatabases.databases;
    const DiscoverDatabases = { databases: orders ? [{ ...orders, primary: null }] : [] };
    await makeStartHeartbeat(world)(stepEvent('StartHeartbeat', { DiscoverDatabases }));
    expect(changesOf(world)).toEqual([STARTS[0], STARTS[2], STARTS[3]]);
  });

  it('gives each series a name of its own within 80 characters, the same each time', async () => {
    const run = runInput({
      run: 'r'.repeat(63),
      databases: ['orders-of-the-first-shop', 'orders-of-the-other-shop'].map((id) => ({ ...ORDERS, id })),
    });
    const [orders] = SEEN.DiscoverDatabases.databases;
    const databases = orders ? run.databases.map(({ id }) => ({ ...orders, id })) : [];
    const long = { ...stepEvent('StartHeartbeat', { DiscoverDatabases: { databases } }), run };
    const namesOf = async () => {
      const world = makeStepWorld();
      await makeStartHeartbeat(world)(long);
      return world.workflows.started.map(({ name }) => name);
    };
    const names = await namesOf();
    expect(new Set(names).size).toBe(7);
    expect(names.filter((name) => name.length > 80)).toEqual([]);
    expect(await namesOf()).toEqual(names);
  });

  it('starts nothing for a run that a later one has superseded', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeStartHeartbeat(world)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(world)).toEqual([]);
  });

  it('starts nothing on a dry run', async () => {
    const world = makeStepWorld();
    await makeStartHeartbeat(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { type Evaluator, makeEvaluator } from '../../../lib/sandbox/states/asl/jsonata/evaluator.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { breachesAtRest } from '../../model/at-rest.ts';
import { makeCaller } from '../../model/caller.ts';
import { isolatedChangesNothing, ISOLATED_RUN, makeGuards } from '../../model/guards.ts';
import { runCell, runToRest } from '../../model/kill-matrix.ts';
import { makeEngine, makeModelAws } from '../../model/model-aws.ts';
import { storeText } from '../../model/model-objects.ts';
import { makeModelDisruption } from '../../model/model-disruption.ts';
import { AWAY, HOME, happen, makeModelWorld, type ModelWorld } from '../../model/model-world.ts';
import { drillInput } from '../../model/drill-input.ts';
import { SCENARIOS } from '../../model/scenario.ts';
import { SEEN } from '../../fakes/step-event.ts';

const engine = makeEngine();
const [REGION_LOST, CUT_OFF] = SCENARIOS;

function broken(breaking: (world: ModelWorld) => void): readonly string[] {
  const world = makeModelWorld(makeGuards());
  breaking(world);
  return [...world.breaches];
}

const by = (run: string, state = 'PromoteReplica') => ({ run, executionArn: `arn:${run}`, state });
const lockText = (owner: string, generation: number) =>
  JSON.stringify({ owner, run: owner, state: 'held', generation });

/** What a guard says of a world in which nothing else is wrong. */
describe('a guard of the model sees', () => {
  test('two primaries that take writes', () => {
    const seen = broken((world) => {
      for (const instance of world.instances) instance.inRecovery = false;
      happen(world, { what: 'promoted', subject: 'orders-west' });
    });
    expect(seen).toEqual(['orders-north and orders-west take writes at once, after promoted by the world']);
  });

  test('a promotion without proof, and none where the proof is there', () => {
    const promote = (world: ModelWorld) => {
      world.outcomes.set('run-1/AcquireLock', SEEN.AcquireLock);
      happen(world, { what: 'databases.promote', subject: 'orders-west', by: by('run-1') });
    };
    expect(broken(promote)).toEqual(['run-1 promoted without proof of a fence']);
    const proven = { databases: [{ id: 'orders', proof: 'receipt', attempts: [] }], waitedSeconds: 0 };
    expect(broken((world) => (world.outcomes.set('run-1/FenceOldPrimary', proven), promote(world)))).toEqual(
      [],
    );
  });

  test('a traffic switch that names no site', () => {
    const seen = broken((world) => {
      storeText(world, AWAY, { key: 'traffic/orders.json', text: '{"activeSite":"nowhere"}' });
      happen(world, { what: 'objects.put', subject: 'traffic/orders.json' });
    });
    expect(seen).toEqual(['the traffic switch names nowhere']);
  });

  test('clients who are led to a server that takes no writes', () => {
    const lead = (world: ModelWorld) => {
      world.outcomes.set('run-1/AcquireLock', SEEN.AcquireLock);
      storeText(world, AWAY, { key: 'traffic/orders.json', text: '{"activeSite":"west"}' });
      happen(world, {
        what: 'objects.put',
        subject: 'traffic/orders.json',
        by: by('run-1', 'SwitchTraffic'),
      });
    };
    expect(broken(lead)).toEqual(['run-1 led clients to orders-west, which takes no writes']);
    const promoted = (world: ModelWorld) => {
      for (const instance of world.instances) instance.inRecovery = instance.region === HOME;
      lead(world);
    };
    expect(broken(promoted)).toEqual([]);
  });

  test('a generation that falls, and an owner who did not raise it', () => {
    const seen = broken((world) => {
      for (const text of [lockText('a', 5), lockText('b', 5), lockText('b', 4)]) {
        storeText(world, HOME, { key: 'locks/orders.json', text });
        happen(world, { what: 'objects.put', subject: 'locks/orders.json' });
      }
    });
    expect(seen).toHaveLength(2);
  });

  test('a call of a run after a later one has begun, and one without any lock', () => {
    const fence = (world: ModelWorld, run: string) =>
      happen(world, { what: 'sessions.fence', subject: 'orders-north', by: by(run, 'FenceOldPrimary') });
    const seen = broken((world) => {
      world.outcomes.set('drill/AcquireLock', { ...SEEN.AcquireLock, generation: 7 });
      world.outcomes.set('real/AcquireLock', { ...SEEN.AcquireLock, generation: 8 });
      for (const run of ['drill', 'real', 'drill', 'nobody']) fence(world, run);
    });
    expect(seen).toEqual([
      'drill (generation 7) did sessions.fence after real (generation 8) had begun',
      'nobody did sessions.fence without a lock',
    ]);
  });

  test('an execution that ends twice', () => {
    const seen = broken((world) => {
      for (let time = 0; time < 2; time += 1) happen(world, { what: 'execution ended', subject: 'run-1' });
    });
    expect(seen).toEqual(['execution run-1 ended twice']);
  });

  test('an isolated run that changes production', () => {
    const world = makeModelWorld();
    const start = { at: 0, what: 'disruption.start', subject: 'region-loss', by: by(ISOLATED_RUN) };
    expect(isolatedChangesNothing(world, start)).toBe('an isolated run did disruption.start on region-loss');
  });
});

test('an isolated run that moves the service is refused before it changes anything', async () => {
  const scenario = {
    name: 'isolated',
    struck: () => [],
    input: () => drillInput(ISOLATED_RUN, { scope: 'isolated' }),
  };
  const { aws, ended, breaches } = await runToRest(engine, scenario);
  expect(breaches).toEqual([]);
  expect(ended).toBe('FAILED');
  expect(aws.states.all()[0]?.ending()).toMatchObject({ error: 'IsolationBreached' });
});

const NO_TRUTH = { lostAt: null, recoveredAt: null, keptUntil: null };

describe('at rest it is seen', () => {
  test('that a lock is held, an experiment left, and a run without a record', async () => {
    const aws = makeModelAws(engine);
    const { world } = aws;
    storeText(world, AWAY, { key: runKeys.lock('orders', 'failover'), text: lockText('run-1', 1) });
    const disruption = makeModelDisruption(world, makeCaller(world));
    await world.clock.drive(disruption.start({ run: 'run-1', region: HOME, fault: 'partition=clients' }));
    await expect(world.clock.drive(breachesAtRest(aws, 'run-1', NO_TRUTH))).resolves.toEqual([
      'run-1 holds the lock of the recovery site',
      'experiment EXP1 of run-1 is left, and nothing lists it',
      "run-1 cannot be judged: . holds no record.ndjson: it is no run's directory",
    ]);
  });

  test('that logins and jobs are withheld, and nothing lists it', async () => {
    const aws = makeModelAws(engine);
    const [primary] = aws.world.instances;
    if (primary) primary.noLogin = ['app'];
    storeText(aws.world, AWAY, { key: 'jobs/orders.json', text: '{"stopped":["billing"]}' });
    const seen = await aws.world.clock.drive(breachesAtRest(aws, 'run-1', NO_TRUTH));
    expect(seen).toContain(
      'the login of app on orders-north is withheld, nothing was promoted, and nothing lists it',
    );
    expect(seen).toContain('the job billing is withheld, nothing was promoted, and nothing lists it');
  });

  test('that an execution has not ended', async () => {
    const aws = makeModelAws(engine);
    const { clock } = aws.world;
    await clock.drive(aws.start(drillInput('run-1')));
    const seen = await clock.drive(breachesAtRest(aws, 'run-1', NO_TRUTH));
    expect(seen).toContain('execution run-1 has 0 ends');
  });

  test('that a number is better than the truth', async () => {
    if (!REGION_LOST) throw new Error('there is no scenario');
    const { aws } = await runToRest(engine, REGION_LOST);
    const { clock } = aws.world;
    const lostAt = clock.now() - 900e6;
    const worse = { lostAt, recoveredAt: lostAt + 600e6, keptUntil: lostAt - 300e6 };
    const seen = await clock.drive(breachesAtRest(aws, 'run-1', worse));
    expect(seen).toEqual([
      expect.stringMatching(/^an RTO of at most [\d.]+ s is reported; it was 600 s$/),
      expect.stringMatching(/^an RPO of at most [\d.]+ s is reported; it was 300 s$/),
    ]);
    const none = await clock.drive(breachesAtRest(aws, 'run-1', NO_TRUTH));
    expect(none).toContain('the RTO is met, and nobody recovered');
  });

  test('that a run is met although nothing but people stood behind its promotion', async () => {
    if (!REGION_LOST) throw new Error('there is no scenario');
    const { aws } = await runToRest(engine, REGION_LOST);
    aws.world.outcomes.set('run-1/FenceOldPrimary', {
      databases: [{ id: 'orders', proof: 'none', attempts: [] }],
      waitedSeconds: 0,
    });
    const seen = await aws.world.clock.drive(breachesAtRest(aws, 'run-1', NO_TRUTH));
    expect(seen).toContain('run-1 is met overall, and its fence was never proven');
  });

  test('that a run ended well while nobody can write', async () => {
    if (!REGION_LOST) throw new Error('there is no scenario');
    const { aws } = await runToRest(engine, REGION_LOST);
    for (const instance of aws.world.instances) instance.operatorOnly = true;
    const seen = await aws.world.clock.drive(breachesAtRest(aws, 'run-1', NO_TRUTH));
    expect(seen).toContain('run-1 ended well, and clients cannot write');
  });
});

test('a workflow that promotes without proof is found out', async () => {
  if (!CUT_OFF) throw new Error('there is no scenario');
  const careless = engine.definition.replaceAll('"Next": "FenceProven"', '"Next": "PromoteReplica"');
  expect(careless).not.toBe(engine.definition);
  const strike = {
    state: 'FenceOldPrimary',
    point: 'between check and call',
    fault: 'access denied',
    call: { what: 'sessions.fence', subject: 'orders-north' },
  } as const;
  const { breaches } = await runToRest(makeEngine(careless), CUT_OFF, { strike });
  expect(breaches).toContain('run-1 promoted without proof of a fence');
  expect(
    breaches.some((breach) => breach.startsWith('orders-north and orders-west take writes at once')),
  ).toBe(true);
  const careful = await runToRest(engine, CUT_OFF, { strike });
  expect(careful.breaches).toEqual([]);
});

test('a cell says whether anything was struck: a state that nothing enters breaks no promise', async () => {
  if (!REGION_LOST) throw new Error('there is no scenario');
  const call = { what: 'sessions.inRecovery', subject: 'orders-north' };
  const cell = { point: 'before the call', fault: 'crash', call } as const;
  const missed = await runCell(engine, REGION_LOST, { ...cell, state: 'DeferFence' });
  expect(missed).toMatchObject({ hit: false, ended: 'SUCCEEDED', breaches: [] });
  const struck = await runCell(engine, REGION_LOST, { ...cell, state: 'FenceOldPrimary' });
  expect(struck).toMatchObject({ hit: true, ended: 'FAILED', breaches: [] });
});

test('a delivery that fails by itself is not what is struck: the next one is', async () => {
  if (!REGION_LOST) throw new Error('there is no scenario');
  const cell = { state: 'PreFlight', point: 'after the record', fault: 'time-out', call: null } as const;
  expect(await runCell(engine, REGION_LOST, cell)).toMatchObject({ hit: true, breaches: [] });
});

test('expressions that are looked up come to what JSONata makes of them', async () => {
  if (!REGION_LOST) throw new Error('there is no scenario');
  const differing = new Set<string>();
  let compared = 0;
  const slow = makeEvaluator({ nowMillis: () => 0, random: () => 0.5 });
  const evaluate: Evaluator = async (expression, location, bindings) => {
    const [quick, right] = await Promise.all([
      engine.evaluate(expression, location, bindings),
      slow(expression, location, bindings),
    ]);
    compared += 1;
    if (JSON.stringify(quick) !== JSON.stringify(right)) differing.add(expression);
    return right;
  };
  await runToRest({ ...engine, evaluate }, REGION_LOST);
  expect([...differing]).toEqual([]);
  expect(compared).toBeGreaterThan(200);
});

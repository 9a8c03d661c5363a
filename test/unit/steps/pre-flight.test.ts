import type { RealEvent } from '../../../lib/domain/run/real-event.ts';
import { describe, expect, it } from 'vitest';
import type { HeartbeatStatus } from '../../../lib/domain/run/heartbeat-input.ts';
import { LEVER_KEY } from '../../../lib/domain/run/safety-lever.ts';
import { formatInstant } from '../../../lib/domain/instant.ts';
import { OUTCOMES, type OutcomeOf } from '../../../lib/domain/record/outcomes.ts';
import { makePreFlight } from '../../../lib/steps/pre-flight.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { makeFakeClients } from '../../fakes/fake-fence.ts';
import { makeFakeDisruption } from '../../fakes/fake-disruption.ts';
import { makeFakeSessions, PRIMARY_SERVER, STREAMING } from '../../fakes/fake-sessions.ts';
import { makeFakeSettings } from '../../fakes/fake-settings.ts';
import { makeFakeTraffic } from '../../fakes/fake-traffic.ts';
import type { FailoverInput } from '../../../lib/domain/run/failover-input.ts';
import { runInput } from '../../fakes/run-input.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld, type StepWorld } from '../../fakes/step-world.ts';

const event = stepEvent('PreFlight', { StartHeartbeat: SEEN.StartHeartbeat });

const FRESH: HeartbeatStatus = {
  role: 'ledger',
  source: 'orders',
  segment: 0,
  at: '2026-03-01T12:00:00.000000Z',
  good: 25,
  bad: 0,
  lastGoodAt: '2026-03-01T11:59:59.500000Z',
  detectedAt: null,
  failing: false,
  evidence: [],
  unhealthy: [],
};

function statusTexts(health: Partial<HeartbeatStatus> = {}): Record<string, string> {
  const key = (name: string) => `runs/run-1/heartbeat/status/${name}.json`;
  return {
    [key('ledger-orders')]: JSON.stringify(FRESH),
    [key('stale-orders')]: JSON.stringify({ ...FRESH, role: 'stale' }),
    [key('health-services')]: JSON.stringify({ ...FRESH, role: 'health', source: 'services', ...health }),
  };
}

const makeWorld = () => makeStepWorld({ texts: statusTexts() });

/** A world with a role that the plan does not name. */
function withLoader(world: StepWorld): StepWorld {
  const others = [{ name: 'etl_loader', canLogin: true, sessions: 1 }];
  const clients = makeFakeClients(world.journal, { withoutLogin: [], sessions: 2, others });
  return { ...world, clients };
}

async function failedChecks(world: StepWorld, input = event) {
  const { outcome } = await makePreFlight(world)(input);
  return OUTCOMES.PreFlight.parse(outcome).checks.filter(({ passed }) => !passed);
}

describe('PreFlight', () => {
  it('names every check that it made, and changes nothing', async () => {
    const world = makeWorld();
    const { outcome } = await makePreFlight(world)(event);
    const { checks } = OUTCOMES.PreFlight.parse(outcome);
    expect(
      checks.map(({ name, subject, seen, limit }) => `${name} of ${subject}: ${seen}; ${limit}`),
    ).toEqual([
      'replica available of orders-west: available; available',
      'replica has a source of orders-west: arn:aws:rds:eu-north-1:111122223333:db:orders-north; orders-north',
      'replica in recovery of orders-west: true; true',
      'replica streaming of orders-west: streaming; streaming',
      'replication lag of orders: 0.040 s; at most 3600 s',
      'wal_retrieve_retry_interval (a promotion may sleep it out) of orders-west: 0.100 s; at most 1 s',
      'who may log in of orders: nobody else; fencedRoles of the plan, and the operator',
      'replica is a copy of the primary of orders: 7300000000000000001; 7300000000000000001',
      'primary and replica are told apart by their addresses of orders: yes; yes',
      'primary accepts writes of orders: true; true',
      'traffic at the primary site of orders: north; north',
      'no experiment under way of eu-north-1, eu-west-1: none; none',
      'heartbeat fresh of ledger of orders: 0.500 s; at most 2 s',
      'heartbeat fresh of stale of orders: 0.500 s; at most 2 s',
      'heartbeat fresh of health of services: 0.500 s; at most 2 s',
      'heartbeats reach the replica of orders-west: a heartbeat of this run; one within 30 s of the first',
    ]);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(changesOf(world)).toEqual([]);
  });

  it('stops at a role that may log in and would not be fenced, and names it', async () => {
    const world = withLoader(makeWorld());
    await expect(failedChecks(world)).resolves.toEqual([
      {
        name: 'who may log in',
        subject: 'orders',
        passed: false,
        blocking: true,
        seen: 'etl_loader as well',
        limit: 'fencedRoles of the plan, and the operator',
      },
    ]);
    expect(world.journal).toContain('clients.standing 10.1.0.1 as orders/operator: app, heartbeat');
  });

  it('does not wait for samples of a system that cannot be drilled', async () => {
    const world = makeStepWorld({ texts: {} });
    const databases = makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source: null }]);
    const failed = await failedChecks({ ...world, databases });
    expect(failed.map(({ name }) => name)).toEqual(['replica has a source']);
    await expect(failedChecks(world)).rejects.toThrow('0 good samples');
  });

  it('waits for the end of a backup, in which RDS would promote nothing', async () => {
    const world = makeWorld();
    const databases = makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, status: 'backing-up' }]);
    await expect(makePreFlight({ ...world, databases })(event)).rejects.toMatchObject({
      name: 'ReplicaBackingUp',
      message:
        'orders-west: saw status backing-up; expected available: RDS promotes no replica that is backing up',
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('keeps who the servers are, for the proof of promotion', async () => {
    const { outcome } = await makePreFlight(makeWorld())(event);
    expect(OUTCOMES.PreFlight.parse(outcome).databases).toEqual(SEEN.PreFlight.databases);
  });

  it.each([
    {
      what: 'a replica that is not available',
      replica: { ...REPLICA, status: 'storage-full' },
      check: { name: 'replica available', seen: 'storage-full', limit: 'available' },
    },
    {
      what: 'a replica without a source',
      replica: { ...REPLICA, source: null },
      check: { name: 'replica has a source', seen: 'none', limit: 'orders-north' },
    },
    {
      what: 'a replica of another instance',
      replica: { ...REPLICA, source: 'arn:aws:rds:eu-north-1:111122223333:db:my-orders-north' },
      check: {
        name: 'replica has a source',
        seen: 'arn:aws:rds:eu-north-1:111122223333:db:my-orders-north',
        limit: 'orders-north',
      },
    },
  ])('stops at $what', async ({ replica, check }) => {
    const world = makeWorld();
    const databases = makeFakeDatabases(world.journal, [PRIMARY, replica]);
    await expect(failedChecks({ ...world, databases })).resolves.toEqual([
      { ...check, subject: 'orders-west', passed: false, blocking: true },
    ]);
  });

  it.each([
    {
      what: 'a replica that does not stream',
      state: { ...STREAMING, receiverStatus: null },
      check: { name: 'replica streaming', subject: 'orders-west', seen: 'none', limit: 'streaming' },
      blocking: true,
    },
    {
      what: 'a lag beyond the objective',
      state: { ...STREAMING, claimedLagSeconds: 3600.5 },
      check: { name: 'replication lag', subject: 'orders', seen: '3600.500 s', limit: 'at most 3600 s' },
      blocking: true,
    },
    {
      what: 'a replica that claims no lag at all',
      state: { ...STREAMING, claimedLagSeconds: null },
      check: { name: 'replication lag', subject: 'orders', seen: 'unknown', limit: 'at most 3600 s' },
      blocking: true,
    },
    {
      what: 'a copy of another system',
      state: { ...STREAMING, systemIdentifier: '42' },
      check: {
        name: 'replica is a copy of the primary',
        subject: 'orders',
        seen: '42',
        limit: '7300000000000000001',
      },
      blocking: true,
    },
    {
      what: 'a setting that would let promotion stall, without blocking',
      state: { ...STREAMING, walRetrieveRetrySeconds: 5 },
      check: {
        name: 'wal_retrieve_retry_interval (a promotion may sleep it out)',
        subject: 'orders-west',
        seen: '5.000 s',
        limit: 'at most 1 s',
      },
      blocking: false,
    },
  ])('names $what', async ({ state, check, blocking }) => {
    const world = makeWorld();
    const sessions = makeFakeSessions(world.journal, { states: { '10.1.0.1': state } });
    await expect(failedChecks({ ...world, sessions })).resolves.toEqual([
      { ...check, passed: false, blocking },
    ]);
  });

  it('stops at a primary that takes no writes', async () => {
    const world = makeWorld();
    const states = { '10.0.0.1': { ...PRIMARY_SERVER, inRecovery: true } };
    const sessions = makeFakeSessions(world.journal, { states });
    await expect(failedChecks({ ...world, sessions })).resolves.toMatchObject([
      { name: 'primary accepts writes', subject: 'orders', seen: 'false', blocking: true },
    ]);
  });

  it('stops when traffic is not at the primary site', async () => {
    const world = makeWorld();
    const traffic = makeFakeTraffic(world.journal, 'west');
    await expect(failedChecks({ ...world, traffic })).resolves.toMatchObject([
      { name: 'traffic at the primary site', seen: 'west', limit: 'north', blocking: true },
    ]);
  });

  it('stops when an experiment is under way', async () => {
    const world = makeWorld();
    const disruption = makeFakeDisruption(world.journal, {
      unfinished: [{ experiment: 'EXP7', run: null }],
    });
    await expect(failedChecks({ ...world, disruption })).resolves.toMatchObject([
      { name: 'no experiment under way', seen: 'EXP7', limit: 'none', blocking: true },
    ]);
  });

  it('asks nothing of a primary whose region was silent at discovery', async () => {
    const world = makeWorld();
    const [orders] = SEEN.DiscoverDatabases.databases;
    const DiscoverDatabases = { databases: orders ? [{ ...orders, primary: null }] : [] };
    const { outcome } = await makePreFlight(world)(
      stepEvent('PreFlight', { StartHeartbeat: SEEN.StartHeartbeat, DiscoverDatabases }),
    );
    expect(outcome).toMatchObject({ databases: [{ id: 'orders', primary: null }] });
    expect(world.journal.filter((line) => line.includes('10.0.0.1'))).toEqual([]);
  });

  it.each([
    {
      what: 'too few samples',
      status: { good: 24 },
      seen: '24 good samples, the last 0.5 s ago',
    },
    {
      what: 'no good sample yet',
      status: { good: 0, lastGoodAt: null },
      seen: '0 good samples, the last never',
    },
    {
      what: 'a last good sample that is too old',
      status: { lastGoodAt: '2026-03-01T11:59:57.900000Z' },
      seen: '25 good samples, the last 2.1 s ago',
    },
    {
      what: 'a service that fails now',
      status: { unhealthy: ['api'] },
      seen: '25 good samples, the last 0.5 s ago, failing: api',
    },
  ])('waits for a baseline while there is $what', async ({ status, seen }) => {
    const world = makeStepWorld({ texts: statusTexts(status) });
    await expect(makePreFlight(world)(event)).rejects.toMatchObject({
      name: 'HeartbeatNotFresh',
      message: `health of services: saw ${seen}; expected 25, the last at most 2 s ago`,
      retryable: true,
    });
    expect(world.record.written).toEqual([]);
  });

  it('waits for a series that has stored no status yet', async () => {
    await expect(makePreFlight(makeStepWorld())(event)).rejects.toMatchObject({
      name: 'HeartbeatNotFresh',
      message: 'ledger of orders: saw 0 good samples, the last never; expected 25, the last at most 2 s ago',
    });
  });

  it('holds the lag against the objective of the plan', async () => {
    const objectives = { rtoSeconds: 3600, rpoSeconds: 0.03 };
    const failed = await failedChecks(makeWorld(), { ...event, run: runInput({ objectives }) });
    expect(failed).toMatchObject([{ name: 'replication lag', seen: '0.040 s', limit: 'at most 0.03 s' }]);
  });

  it('waits for a heartbeat that a delayed stream brings later, and not without end', async () => {
    const world = makeWorld();
    const run = runInput({
      disruption: { adapter: 'fis', fault: 'region-loss', conditions: ['replication-delay=5s'] },
    });
    const sessions = { ...world.sessions, heartbeatRows: async () => [] };
    const look = (secondsBefore: number) => {
      const startedAt = formatInstant(world.clock.now() - secondsBefore * 1e6);
      const StartHeartbeat = { ...SEEN.StartHeartbeat, startedAt };
      return makePreFlight({ ...world, sessions })({ ...stepEvent('PreFlight', { StartHeartbeat }), run });
    };
    await expect(look(39)).rejects.toMatchObject({
      name: 'HeartbeatNotReplicated',
      message: 'orders-west: saw no heartbeat of this run; expected one within 40 s',
    });
    expect(OUTCOMES.PreFlight.parse((await look(40)).outcome).checks).toContainEqual({
      name: 'heartbeats reach the replica',
      subject: 'orders-west',
      passed: false,
      blocking: true,
      seen: 'no heartbeat of this run',
      limit: 'one within 40 s of the first',
    });
  });

  it('lets a drill that slows replication down begin with more lag than the objective', async () => {
    const world = makeWorld();
    const states = { '10.1.0.1': { ...STREAMING, claimedLagSeconds: 5 } };
    const sessions = makeFakeSessions(world.journal, { states });
    const objectives = { rtoSeconds: 1, rpoSeconds: 1 };
    const slowed = { adapter: 'fis', fault: 'freeze', conditions: ['replication-delay=5s'] } as const;
    const lag = async (run: FailoverInput) => {
      const { outcome } = await makePreFlight({ ...world, sessions })({ ...event, run });
      return OUTCOMES.PreFlight.parse(outcome).checks.find(({ name }) => name === 'replication lag');
    };
    expect(await lag(runInput({ objectives }))).toMatchObject({ passed: false, blocking: true });
    const disruption = { ...slowed, conditions: [...slowed.conditions] };
    expect(await lag(runInput({ objectives, disruption }))).toMatchObject({ passed: false, blocking: false });
  });
});

const REAL = runInput({
  scope: 'real',
  disruption: { adapter: 'none', fault: 'region-loss', conditions: [] },
  real: {
    initiator: 'Dora',
    reason: 'users cannot order',
    confirmed: 'orders',
    how: 'typed',
    confirmedAt: '2026-03-01T12:00:00.000000Z',
    printedAt: null,
    advice: null,
    shown: [],
    despite: null,
    staleEvidence: 'nobody had time',
    pastLever: null,
    breakGlass: null,
    gates: [
      {
        name: 'evidence fresh',
        subject: 'orders',
        result: 'warned',
        seen: 'no failover drill of this plan has passed',
        limit: 'one',
        remedy: 'run one',
      },
    ],
    adopted: [],
  },
});

describe('PreFlight of a real failover', () => {
  const real = stepEvent('PreFlight', {}, { run: REAL });
  const lines = async (world: StepWorld, input = real) => {
    const { outcome } = await makePreFlight(world)(input);
    return OUTCOMES.PreFlight.parse(outcome).checks.map(
      ({ name, subject, passed, blocking, seen }) =>
        `${passed ? 'ok' : blocking ? 'STOP' : 'said'}: ${name} of ${subject}: ${seen}`,
    );
  };

  it('asks the gates of `muster preflight`, and says those that were asked before it started', async () => {
    const world = makeStepWorld();
    await expect(lines(world)).resolves.toEqual([
      'ok: replica usable of orders-west: status available',
      'ok: replica of the primary of orders-west: a replica of orders-north',
      'ok: replica in recovery of orders-west: in recovery',
      'ok: replica streaming of orders-west: streaming',
      'ok: how far behind of orders: 0.0 s, as the replica claims',
      'ok: who may log in of orders: nobody else',
      'ok: parameter group of orders-west: orders (postgres17), in-sync',
      'ok: option group of orders-west: default:postgres-17, in-sync',
      'ok: subnets of orders-west: orders: Complete, in 2 zones',
      'ok: key of orders-west: a key of eu-west-1',
      'ok: encrypted as the primary is of orders-west: encrypted',
      'ok: class and storage of orders-west: db.r7g.large, 100 GiB',
      'ok: residency of key of orders: eu-west-1',
      'ok: quota of DBInstances in eu-west-1: 3 of 40 in use',
      'ok: quota of AllocatedStorage in eu-west-1: 300 of 100000 in use',
      'ok: conflicting run of lock of west: held by run-1 itself, generation 7',
      'ok: conflicting run of lock of north: held by run-1 itself, generation 3',
      'said: evidence fresh of orders: no failover drill of this plan has passed',
      'ok: confirmed by the name of the plan of orders: orders',
      'ok: traffic at the primary site of orders: north',
      'ok: safety lever of west: disengaged',
    ]);
    expect(changesOf(world)).toEqual([]);
  });

  it('asks nothing of a primary region that was silent at discovery, and is not stopped by that', async () => {
    const world = makeStepWorld();
    const [orders] = SEEN.DiscoverDatabases.databases;
    const seen = {
      DiscoverDatabases: { databases: orders ? [{ ...orders, primary: null }] : [] },
      AcquireLock: {
        ...SEEN.AcquireLock,
        alsoTaken: [],
        notTaken: [{ site: 'north', reason: 'no answer within 4 s' }],
      },
    };
    const said = await lines(world, stepEvent('PreFlight', seen, { run: REAL }));
    expect(said.filter((line) => !line.startsWith('ok'))).toEqual([
      'said: class and storage of orders-west: not known: db.r7g.large, 100 GiB; of the primary: its region did not answer at discovery',
      'said: conflicting run of lock of north: not known: no answer within 4 s',
      'said: evidence fresh of orders: no failover drill of this plan has passed',
    ]);
    expect(world.journal.filter((line) => line.includes('north'))).toEqual([]);
  });

  it('says who may log in and would not be fenced, and is not stopped by that', async () => {
    const said = await lines(withLoader(makeStepWorld()));
    expect(said.filter((line) => !line.startsWith('ok'))).toEqual([
      'said: who may log in of orders: etl_loader as well',
      'said: evidence fresh of orders: no failover drill of this plan has passed',
    ]);
  });

  it('is stopped by a replica of something else, and not by settings that cannot be read', async () => {
    const world = makeStepWorld();
    const other = { ...world, settings: makeFakeSettings(world.journal, { source: 'other' }) };
    expect((await lines(other)).filter((line) => line.startsWith('STOP'))).toEqual([
      'STOP: replica of the primary of orders-west: a replica of other',
    ]);
    const settings = (region: string) => ({
      ...world.settings(region),
      instance: () => Promise.reject(new Error('AccessDenied\nby a policy')),
      quotas: () => Promise.reject(new Error('AccessDenied')),
    });
    expect((await lines({ ...world, settings })).filter((line) => !line.startsWith('ok'))).toEqual([
      'said: replica usable of orders-west: not known: AccessDenied',
      'said: quota of eu-west-1: not known: AccessDenied',
      'said: evidence fresh of orders: no failover drill of this plan has passed',
    ]);
  });

  it('is stopped by evidence that is stale, or that nobody has looked at, until somebody says why', async () => {
    const stops = async (changes: Partial<RealEvent>) =>
      (
        await lines(
          makeStepWorld(),
          stepEvent('PreFlight', {}, { run: { ...REAL, real: realEvent(changes) } }),
        )
      ).filter((line) => line.startsWith('STOP'));
    const gates = REAL.real?.gates ?? [];
    const remedy =
      '; nobody has said why that is accepted: abort, and start it again with --stale-evidence and the reason';
    await expect(stops({ gates })).resolves.toEqual([
      `STOP: evidence fresh of orders: no failover drill of this plan has passed${remedy}`,
    ]);
    await expect(stops({ gates: [] })).resolves.toEqual([
      `STOP: evidence fresh of orders: not known: nobody has looked${remedy}`,
    ]);
    await expect(stops({ gates: [], staleEvidence: 'nobody had time' })).resolves.toEqual([]);
    await expect(
      stops({ gates: gates.map((gate) => ({ ...gate, result: 'passed' as const })) }),
    ).resolves.toEqual([]);
  });

  it('is stopped by a replica that is promoted already, unless it knows by whom', async () => {
    const world = makeStepWorld();
    const states = { '10.1.0.1': { ...STREAMING, inRecovery: false, receiverStatus: null } };
    const promoted = {
      ...world,
      settings: makeFakeSettings(world.journal, { source: null }),
      sessions: makeFakeSessions(world.journal, { states }),
    };
    const stops = async (input: Parameters<typeof lines>[1]) =>
      (await lines(promoted, input)).filter((line) => line.startsWith('STOP')).length;
    const by = (changes: Partial<RealEvent>, AcquireLock: OutcomeOf<'AcquireLock'> = SEEN.AcquireLock) =>
      stepEvent(
        'PreFlight',
        { AcquireLock },
        {
          run: { ...REAL, real: realEvent({ staleEvidence: 'nobody had time', ...changes }) },
        },
      );
    const at = '2026-03-01T11:00:00.000000Z';
    const adopted = [{ state: 'PromoteReplica', by: 'Ada', note: 'by the runbook', at }];
    expect(await stops(by({}))).toBe(2);
    expect(await stops(by({ adopted }))).toBe(0);
    expect(await stops(by({ despite: 'promoted by the run of this morning' }))).toBe(0);
    expect(await stops(by({}, { ...SEEN.AcquireLock, takenOverFrom: 'run-0' }))).toBe(0);
  });

  it('is stopped where nobody typed the name of the plan', async () => {
    const run = { ...REAL, real: REAL.real && { ...REAL.real, confirmed: '' } };
    const stopped = await lines(makeStepWorld(), stepEvent('PreFlight', {}, { run }));
    expect(stopped.filter((line) => line.startsWith('STOP'))).toEqual([
      'STOP: confirmed by the name of the plan of orders: ',
    ]);
  });

  it('pauses at a safety lever that was engaged after it was confirmed, and goes past it with a reason', async () => {
    const lever = { schemaVersion: 1, state: 'engaged', by: 'Ada', reason: 'a sale' };
    const text = JSON.stringify({ ...lever, at: '2026-03-01T11:00:00.000000Z' });
    const world = makeStepWorld({ texts: { [LEVER_KEY]: text } });
    const engaged = 'engaged by Ada at 2026-03-01 11:00:00 UTC: a sale';
    expect(await lines(world)).toContain(`STOP: safety lever of west: ${engaged}`);
    const run = { ...REAL, real: REAL.real && { ...REAL.real, pastLever: 'it was forgotten' } };
    expect(await lines(world, stepEvent('PreFlight', {}, { run }))).toContain(
      `said: safety lever of west: ${engaged}; Dora goes past it: it was forgotten`,
    );
    const objects = { ...world.objects, get: () => Promise.reject(new Error('AccessDenied')) };
    expect(await lines({ ...world, objects })).toContain(
      'said: safety lever of west: not known: AccessDenied',
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { LoginProbe } from '../../../lib/ports/database-logins.ts';
import { OUTCOMES } from '../../../lib/domain/record/outcomes.ts';
import { makeFenceOldPrimary } from '../../../lib/steps/fence-old-primary.ts';
import { RECEIPT } from '../../fakes/fake-disruption.ts';
import { makeFakeClients, makeFakeGates } from '../../fakes/fake-fence.ts';
import { makeFakeSessions } from '../../fakes/fake-sessions.ts';
import { GENERATION } from '../../fakes/fake-locks.ts';
import { runInput } from '../../fakes/run-input.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import {
  allChangesOf,
  changesOf,
  makeStepWorld,
  readyingOf,
  type StepWorld,
  superseded,
} from '../../fakes/step-world.ts';

const drill = stepEvent('FenceOldPrimary', { InjectDisruption: SEEN.InjectDisruption });
const withoutReceipt = stepEvent('FenceOldPrimary', {
  InjectDisruption: { ...SEEN.InjectDisruption, receipt: null },
});
const NO_RECEIPT = { rung: 'receipt', result: 'failed', detail: 'the injector gave no receipt', seconds: 0 };
const REVOKED = {
  rung: 'revoke-login-and-end-sessions',
  result: 'proven',
  detail: 'no login: app, heartbeat',
  seconds: 0,
};

const LOADER = { name: 'etl_loader', canLogin: true, sessions: 2 };

const UNASKED = { result: 'unreachable', detail: 'no time was left to probe it', seconds: 2 };

const ENDED = {
  rung: 'open-session',
  result: 'proven',
  detail: 'terminating connection due to administrator command',
  seconds: 0,
};

function probing(probe: LoginProbe) {
  const world = makeStepWorld();
  return { ...world, sessions: makeFakeSessions(world.journal, { probe }) };
}

describe('FenceOldPrimary', () => {
  it("rests on the injector's receipt in a drill, and then talks to nobody", async () => {
    const world = makeStepWorld();
    const { outcome } = await makeFenceOldPrimary(world)(drill);
    expect(outcome).toEqual({
      databases: [
        {
          id: 'orders',
          proof: 'receipt',
          attempts: [
            {
              rung: 'receipt',
              result: 'proven',
              detail: 'EXP1 in eu-north-1: 12 processes ended, 0 alive, storage held',
              seconds: 0,
            },
          ],
        },
      ],
      waitedSeconds: 0,
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('revokes login, ends sessions and probes a login when there is no receipt, after its intent', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeFenceOldPrimary(world)(withoutReceipt);
    expect(outcome).toEqual({
      databases: [
        {
          id: 'orders',
          proof: 'probe',
          attempts: [
            NO_RECEIPT,
            REVOKED,
            {
              rung: 'probe',
              result: 'proven',
              detail: 'role "heartbeat" is not permitted to log in',
              seconds: 0,
            },
            ENDED,
          ],
        },
      ],
      waitedSeconds: 0,
    });
    expect(world.journal.slice(0, 2).toSorted()).toEqual([
      `locks.verify locks/orders.json ${GENERATION}`,
      'record.append FenceOldPrimary/0/intent',
    ]);
    expect(world.journal.slice(2)).toEqual([
      'sessions.fence 10.0.0.1 as orders/operator: app, heartbeat',
      'sessions.probeLogin 10.0.0.1 as orders/heartbeat within 2000 ms',
      'sessions.probeOpen 10.0.0.1 as orders/heartbeat within 2000 ms',
    ]);
  });

  it('fences in a real failover, where nothing was injected', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeFenceOldPrimary(world)(stepEvent('FenceOldPrimary'));
    expect(outcome).toMatchObject({
      databases: [{ proof: 'probe', attempts: [NO_RECEIPT, REVOKED, {}, ENDED] }],
    });
  });

  it('proves nothing by a login that is accepted', async () => {
    const world = probing({ result: 'accepted', seen: 'logged in and ran a statement' });
    expect((await makeFenceOldPrimary(world)(withoutReceipt)).outcome).toMatchObject({
      databases: [
        { proof: 'none', attempts: [NO_RECEIPT, REVOKED, { rung: 'probe', result: 'refuted' }, {}] },
      ],
    });
  });

  it.each([
    ['goes on', { result: 'accepted', seen: 'ran a statement' }, 'refuted'],
    ['was not there', { result: 'unreachable', seen: 'no session was open' }, 'unreachable'],
  ] as const)('proves nothing while a session from before %s', async (_, openProbe, result) => {
    const world = makeStepWorld();
    const sessions = makeFakeSessions(world.journal, { openProbe });
    expect((await makeFenceOldPrimary({ ...world, sessions })(withoutReceipt)).outcome).toMatchObject({
      databases: [{ proof: 'none', attempts: [{}, {}, {}, { rung: 'open-session', result }] }],
    });
  });

  it('opens a session as a client has one before the loss, and can do without', async () => {
    const world = makeStepWorld();
    await makeFenceOldPrimary(world)({ ...withoutReceipt, dryRun: true });
    expect(world.journal).toContain('sessions.keepOpen 10.0.0.1 as orders/heartbeat');
    const sessions = { ...world.sessions, keepOpen: () => Promise.reject(new Error('no answer')) };
    const rehearsal = makeFenceOldPrimary({ ...world, sessions })({ ...withoutReceipt, dryRun: true });
    await expect(rehearsal).resolves.toMatchObject({ outcome: null });
  });

  it('proves nothing by a server that does not answer', async () => {
    const world = probing({ result: 'unreachable', seen: 'connect ECONNREFUSED' });
    expect((await makeFenceOldPrimary(world)(withoutReceipt)).outcome).toMatchObject({
      databases: [{ proof: 'none', attempts: [{}, {}, { rung: 'probe', result: 'unreachable' }, {}] }],
    });
  });

  it('proves nothing by a refused login when login could not be revoked from every client', async () => {
    const world = makeStepWorld();
    const refused = new Error('permission denied to alter role');
    const sessions = { ...world.sessions, fence: () => Promise.reject(refused) };
    expect((await makeFenceOldPrimary({ ...world, sessions })(withoutReceipt)).outcome).toMatchObject({
      databases: [
        {
          proof: 'none',
          attempts: [
            NO_RECEIPT,
            { ...REVOKED, result: 'failed', detail: 'permission denied to alter role' },
            { rung: 'probe', result: 'proven' },
            {},
          ],
        },
      ],
    });
  });

  it('names the clients that can still log in', async () => {
    const world = makeStepWorld();
    const sessions = {
      ...world.sessions,
      fence: async () => ({ withoutLogin: ['heartbeat'], sessions: 0, others: [] }),
    };
    expect((await makeFenceOldPrimary({ ...world, sessions })(withoutReceipt)).outcome).toMatchObject({
      databases: [
        {
          proof: 'none',
          attempts: [NO_RECEIPT, { ...REVOKED, result: 'refuted', detail: 'login left: app' }, {}, {}],
        },
      ],
    });
  });

  it('is refuted by a role that the plan does not name, although every probe is refused', async () => {
    const world = makeStepWorld();
    const sessions = makeFakeSessions(world.journal, { others: [LOADER] });
    expect((await makeFenceOldPrimary({ ...world, sessions })(withoutReceipt)).outcome).toMatchObject({
      databases: [
        {
          proof: 'none',
          attempts: [
            NO_RECEIPT,
            {
              ...REVOKED,
              result: 'refuted',
              detail: "outside of the plan's fencedRoles: etl_loader can log in, and has 2 sessions",
            },
            { rung: 'probe', result: 'proven' },
            { rung: 'open-session', result: 'proven' },
          ],
        },
      ],
    });
  });

  it('waits no longer than the deadline of the plan', async () => {
    const world = makeStepWorld();
    const sessions = { ...world.sessions, fence: () => new Promise<never>(() => {}) };
    const work = makeFenceOldPrimary({ ...world, sessions })(withoutReceipt);
    expect((await world.clock.drive(work)).outcome).toEqual({
      databases: [
        {
          id: 'orders',
          proof: 'none',
          attempts: [
            NO_RECEIPT,
            {
              rung: 'revoke-login-and-end-sessions',
              result: 'unreachable',
              detail: 'no answer within 2 s',
              seconds: 2,
            },
            { rung: 'probe', ...UNASKED },
            { rung: 'open-session', ...UNASKED },
          ],
        },
      ],
      waitedSeconds: 2,
    });
  });

  it('tries nothing on a primary whose region did not answer at discovery', async () => {
    const world = makeStepWorld();
    const [orders] = SEEN.DiscoverDatabases.databases;
    const lost = {
      databases: [{ id: 'orders', replica: { host: '10.1.0.1', port: 5432 }, ...orders, primary: null }],
    };
    const event = stepEvent('FenceOldPrimary', { DiscoverDatabases: lost });
    expect((await makeFenceOldPrimary(world)(event)).outcome).toMatchObject({
      databases: [
        {
          proof: 'none',
          attempts: [
            NO_RECEIPT,
            {
              rung: 'revoke-login-and-end-sessions',
              result: 'unreachable',
              detail: 'its region did not answer at discovery',
            },
          ],
        },
      ],
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('reads a receipt of another region as no proof', async () => {
    const world = probing({ result: 'unreachable', seen: 'no answer' });
    const receipt = { ...RECEIPT, region: 'eu-west-1' };
    const event = stepEvent('FenceOldPrimary', { InjectDisruption: { ...SEEN.InjectDisruption, receipt } });
    expect((await makeFenceOldPrimary(world)(event)).outcome).toMatchObject({
      databases: [{ proof: 'none', attempts: [{ rung: 'receipt', result: 'refuted' }, {}, {}, {}] }],
    });
  });

  it('fences nothing for a run that a later one has superseded', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeFenceOldPrimary(world)(withoutReceipt)).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
    expect(changesOf(world)).toEqual([]);
    const control = makeStepWorld();
    await makeFenceOldPrimary(control)(withoutReceipt);
    expect(changesOf(control)).toEqual(['sessions.fence 10.0.0.1 as orders/operator: app, heartbeat']);
  });

  it('leaves its outcome to be written off the critical path', async () => {
    const world = makeStepWorld();
    const { outcome, pending } = await makeFenceOldPrimary(world)(drill);
    expect(pending).toMatchObject([{ kind: 'outcome', state: 'FenceOldPrimary', data: outcome }]);
    expect(world.record.written).toEqual([]);
  });

  it('changes nothing on a dry run', async () => {
    const world = makeStepWorld();
    await makeFenceOldPrimary(world)({ ...withoutReceipt, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
    expect(readyingOf(world)).toEqual([
      'sessions.keepOpen 10.0.0.1 as orders/heartbeat',
      'sessions.keepOpen 10.0.0.1 as orders/operator',
    ]);
  });
});

describe('FenceOldPrimary that a person has taken over', () => {
  const takenOver = { state: 'FenceOldPrimary', by: 'Ada', reason: 'by hand' };
  const byHand = stepEvent('FenceOldPrimary', {}, { takenOver });
  const NO_SESSION = { result: 'unreachable', seen: 'no session was open before the fence' } as const;
  const looks = async (world: StepWorld, event = byHand) => {
    const { outcome } = await world.clock.drive(makeFenceOldPrimary(world)(event));
    expect(changesOf(world)).toEqual([]);
    const { databases } = OUTCOMES.FenceOldPrimary.parse(outcome);
    return databases.map(({ proof, attempts }) => [
      proof,
      ...attempts.map(({ rung, result, detail }) => `${rung} ${result}: ${detail}`),
    ]);
  };

  it('is proven by looking alone, and nothing is changed', async () => {
    expect(await looks(makeStepWorld())).toEqual([
      [
        'probe',
        'receipt failed: the injector gave no receipt',
        'revoke-login-and-end-sessions proven: found without login: app, heartbeat',
        'stop-instance refuted: its status is available',
        'probe proven: role "heartbeat" is not permitted to log in',
        'open-session proven: terminating connection due to administrator command',
      ],
    ]);
  });

  it("rests on the server's word for sessions where the run held none open", async () => {
    const world = makeStepWorld();
    const sessions = makeFakeSessions(world.journal, { openProbe: NO_SESSION });
    expect(await looks({ ...world, sessions })).toMatchObject([
      [
        'probe',
        {},
        {},
        {},
        {},
        'open-session proven: no session was open before the fence; the server has no session of app, heartbeat',
      ],
    ]);
  });

  it.each([
    [
      'a login that is left',
      { withoutLogin: ['heartbeat'], sessions: 0, others: [] },
      'revoke-login-and-end-sessions refuted: found: login left: app',
    ],
    [
      'a session that is left',
      { withoutLogin: ['app', 'heartbeat'], sessions: 3, others: [] },
      'open-session refuted: no session was open before the fence; the server has 3 of app, heartbeat',
    ],
    [
      'a role that the plan does not name',
      { withoutLogin: ['app', 'heartbeat'], sessions: 0, others: [{ ...LOADER, sessions: 0 }] },
      "revoke-login-and-end-sessions refuted: found: outside of the plan's fencedRoles: etl_loader can log in, and has 0 sessions",
    ],
    [
      'sessions of such a role',
      { withoutLogin: ['app', 'heartbeat'], sessions: 3, others: [LOADER] },
      'open-session refuted: no session was open before the fence; the server has 3 of app, heartbeat and 2 of etl_loader',
    ],
  ])('is not proven with %s, and says so', async (_, standing, line) => {
    const world = makeStepWorld();
    const sessions = makeFakeSessions(world.journal, { openProbe: NO_SESSION });
    const [seen] = await looks({ ...world, sessions, clients: makeFakeClients(world.journal, standing) });
    expect(seen?.[0]).toBe('none');
    expect(seen).toContain(line);
  });

  it('proves nothing where a login is accepted, or the region is dark', async () => {
    const accepted = probing({ result: 'accepted', seen: 'logged in and ran a statement' });
    expect((await looks(accepted))[0]?.[0]).toBe('none');
    const [orders] = SEEN.DiscoverDatabases.databases;
    const DiscoverDatabases = { databases: orders ? [{ ...orders, primary: null }] : [] };
    const dark = stepEvent('FenceOldPrimary', { DiscoverDatabases }, { takenOver });
    const [seen] = await looks(makeStepWorld(), dark);
    expect(seen?.[0]).toBe('none');
    expect(seen?.slice(2)).toEqual(
      ['revoke-login-and-end-sessions', 'close-network', 'stop-instance', 'probe', 'open-session'].map(
        (rung) => `${rung} unreachable: its region did not answer at discovery`,
      ),
    );
  });

  it('takes a closed network for a proof only with the word of the control plane', async () => {
    const world = probing({ result: 'unreachable', seen: 'no answer' });
    const fence = { rungs: [], closedSecurityGroup: 'sg-closed', writersKey: null };
    const event = (takes: object) =>
      stepEvent('FenceOldPrimary', {}, { takenOver, run: { ...runInput(), fence: { ...fence, ...takes } } });
    const closed = makeFakeGates(world.journal, ['sg-closed']);
    const rungs = ['close-network'] as const;
    expect((await looks({ ...world, gates: closed }, event({ rungs })))[0]?.[0]).toBe('probe');
    expect((await looks(world, event({ rungs })))[0]?.[0]).toBe('none');
  });

  it('takes one session that was ended for no proof while the server has others', async () => {
    const standing = { withoutLogin: [], sessions: 0, others: [LOADER] };
    const world = probing({ result: 'unreachable', seen: 'no answer' });
    const fence = { rungs: ['close-network'], closedSecurityGroup: 'sg-closed', writersKey: null };
    const event = stepEvent('FenceOldPrimary', {}, { takenOver, run: { ...runInput(), fence } });
    const gates = makeFakeGates(world.journal, ['sg-closed']);
    const [seen] = await looks({ ...world, gates, clients: makeFakeClients(world.journal, standing) }, event);
    expect(seen?.[0]).toBe('none');
    expect(seen).toContain(
      'open-session refuted: terminating connection due to administrator command; the server has 2 of etl_loader',
    );
  });

  it('takes it for one where the operator cannot get in to ask', async () => {
    const world = probing({ result: 'unreachable', seen: 'no answer' });
    const fence = { rungs: ['close-network'], closedSecurityGroup: 'sg-closed', writersKey: null };
    const event = stepEvent('FenceOldPrimary', {}, { takenOver, run: { ...runInput(), fence } });
    const gates = makeFakeGates(world.journal, ['sg-closed']);
    for (const standing of [
      () => Promise.reject(new Error('no way in')),
      () => new Promise<never>(() => {}),
    ]) {
      const clients = { ...world.clients, standing };
      expect((await looks({ ...world, gates, clients }, event))[0]?.[0]).toBe('probe');
    }
  });

  it('is no longer waited for than the deadline of the plan', async () => {
    const world = makeStepWorld();
    const clients = { ...world.clients, standing: () => new Promise<never>(() => {}) };
    const [seen] = await looks({ ...world, clients });
    expect(seen?.slice(0, 3)).toEqual([
      'none',
      'receipt failed: the injector gave no receipt',
      'revoke-login-and-end-sessions unreachable: no answer within 2 s',
    ]);
  });
});

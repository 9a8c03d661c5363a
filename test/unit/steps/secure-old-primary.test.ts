import { describe, expect, it } from 'vitest';
import { makeSecureOldPrimary } from '../../../lib/steps/secure-old-primary.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { type FakeServers, makeFakeSessions, PROMOTED } from '../../fakes/fake-sessions.ts';
import { makeFakeTraffic } from '../../fakes/fake-traffic.ts';
import { SEEN } from '../../fakes/step-event.ts';
import { allChangesOf, changesOf, makeStepWorld, superseded } from '../../fakes/step-world.ts';
import { switchoverEvent } from '../../fakes/switchover-event.ts';

const event = switchoverEvent('SecureOldPrimary', { StartHeartbeat: SEEN.StartHeartbeat });
const FENCE = 'sessions.fence 10.0.0.1 as orders/operator: app, heartbeat';
const PROBE = 'sessions.probeLogin 10.0.0.1 as orders/heartbeat within 2000 ms';

function world({ good = 30, ...servers }: Partial<FakeServers> & { good?: number } = {}) {
  const status = {
    role: 'ledger',
    source: 'orders',
    segment: 0,
    at: '2026-03-01T12:00:00.000000Z',
    good,
    bad: 0,
    lastGoodAt: null,
    detectedAt: null,
    unhealthy: [],
  };
  const key = 'runs/run-1/heartbeat/status/ledger-orders.json';
  const made = makeStepWorld({ texts: { [key]: JSON.stringify(status) } });
  return {
    ...made,
    databases: makeFakeDatabases(made.journal, [PRIMARY, { ...REPLICA, source: null }]),
    traffic: makeFakeTraffic(made.journal, 'west'),
    sessions: makeFakeSessions(made.journal, { states: { '10.1.0.1': PROMOTED }, ...servers }),
  };
}

async function failedChecks(made: ReturnType<typeof world>) {
  const { outcome } = await makeSecureOldPrimary(made)(event);
  expect(changesOf(made).filter((line) => line !== FENCE)).toEqual([]);
  return { outcome, fenced: changesOf(made).includes(FENCE) };
}

describe('SecureOldPrimary', () => {
  it('fences the old primary once more, and tries a login, where roles are as a failover leaves them', async () => {
    const made = world();
    const { outcome } = await makeSecureOldPrimary(made)(event);
    expect(outcome).toMatchObject({
      databases: [
        {
          id: 'orders',
          old: { timeline: 1 },
          promoted: { timeline: 2 },
          probe: expect.stringMatching(/^refused: /),
        },
      ],
    });
    expect(outcome).toHaveProperty('checks');
    expect(JSON.stringify(outcome)).not.toContain('"passed":false');
    expect(made.journal.filter((line) => [FENCE, PROBE].includes(line))).toEqual([FENCE, PROBE]);
  });

  it.each([
    [
      'traffic is at the old primary',
      { traffic: makeFakeTraffic([], 'north') },
      'traffic at the promoted site',
    ],
    ['traffic was never switched', { traffic: makeFakeTraffic([]) }, 'traffic at the promoted site'],
    ['nothing was promoted', { databases: makeFakeDatabases() }, 'promoted server copies nobody'],
    ['the replica is still one', { sessions: makeFakeSessions() }, 'promoted server accepts writes'],
    [
      'the old primary is another system',
      {
        sessions: makeFakeSessions([], {
          states: { '10.1.0.1': { ...PROMOTED, systemIdentifier: '1' } },
        }),
      },
      'old primary is of the same system',
    ],
    [
      'the old primary has been a replica for long',
      {
        sessions: makeFakeSessions([], {
          states: { '10.0.0.1': { ...PROMOTED, inRecovery: true }, '10.1.0.1': PROMOTED },
        }),
      },
      'old primary is a copy of nobody',
    ],
  ])('leaves everything as it is where %s', async (_what, other, name) => {
    const made = { ...world(), ...other };
    const { outcome, fenced } = await failedChecks(made);
    expect(fenced).toBe(false);
    expect(outcome).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ name, passed: false, blocking: true })]),
    });
  });

  it('leaves an old primary whose region does not answer', async () => {
    const databases = [{ id: 'orders', primary: null, replica: { host: '10.1.0.1', port: 5432 } }];
    const made = world();
    const lost = switchoverEvent('SecureOldPrimary', {
      StartHeartbeat: SEEN.StartHeartbeat,
      DiscoverDatabases: { databases },
    });
    const { outcome } = await makeSecureOldPrimary(made)(lost);
    expect(outcome).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'old primary can be read', passed: false }),
      ]),
    });
    expect(changesOf(made)).toEqual([]);
  });

  it('fails its own check where a client can still log in', async () => {
    const made = world({ probe: { result: 'accepted', seen: 'logged in and ran a statement' } });
    const { outcome } = await failedChecks(made);
    expect(outcome).toMatchObject({
      checks: expect.arrayContaining([
        {
          name: 'no client can write to the old primary',
          subject: 'orders-north',
          passed: false,
          blocking: true,
          seen: 'accepted',
          limit: 'refused',
        },
      ]),
    });
  });

  it('fails while a role that the plan does not name may still write', async () => {
    const made = world({ others: [{ name: 'etl_loader', canLogin: true, sessions: 1 }] });
    const { outcome } = await failedChecks(made);
    expect(outcome).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          name: 'no client can write to the old primary',
          passed: false,
          seen: "outside of the plan's fencedRoles: etl_loader can log in, and has 1 session",
        }),
      ]),
    });
  });

  it('waits until somebody watches what serves', async () => {
    const made = world({ good: 3 });
    await expect(makeSecureOldPrimary(made)(event)).rejects.toMatchObject({ name: 'HeartbeatNotFresh' });
    expect(changesOf(made)).toEqual([]);
  });

  it('changes nothing for a run that a later one has superseded, and on a dry run', async () => {
    const late = { ...superseded(makeStepWorld()), ...world() };
    const locks = superseded(makeStepWorld()).locks;
    await expect(makeSecureOldPrimary({ ...late, locks })(event)).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
    expect(changesOf(late)).toEqual([]);
    const dry = world();
    await makeSecureOldPrimary(dry)({ ...event, dryRun: true });
    expect(allChangesOf(dry)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../lib/domain/ledger/outage-finding.ts';
import type { HeartbeatStatus } from '../../../lib/domain/run/heartbeat-input.ts';
import { makePollDetection } from '../../../lib/steps/poll-detection.ts';
import { LEDGER, ORDERS, runInput } from '../../fakes/run-input.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { makeFakeEndpoint } from '../../fakes/fake-endpoint.ts';
import { makeFakeSessions, STREAMING } from '../../fakes/fake-sessions.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const SILENT: Evidence = {
  vantage: 'eu-west-1',
  subject: 'endpoint',
  seen: 'no answer for 120 ms',
  shows: 'silence',
  at: '2026-03-01T11:59:59.690000Z',
};

const ADDRESSES = { primary: { host: '10.0.0.1', port: 5432 }, replica: { host: '10.1.0.1', port: 5432 } };

const event = { ...stepEvent('PollDetection'), run: runInput({ databases: [ORDERS, LEDGER] }) };

const one = stepEvent('PollDetection');

function statusOf(source: string, detectedAt: string | null): Record<string, string> {
  const status: HeartbeatStatus = {
    role: 'ledger',
    source,
    segment: 0,
    at: '2026-03-01T12:00:00.000000Z',
    good: 30,
    bad: 3,
    lastGoodAt: '2026-03-01T11:59:59.000000Z',
    detectedAt,
    failing: detectedAt !== null,
    evidence: detectedAt === null ? [] : [SILENT],
    unhealthy: [],
  };
  return { [`runs/run-1/heartbeat/status/ledger-${source}.json`]: JSON.stringify(status) };
}

describe('PollDetection', () => {
  it('finds the first detection of any database in the status objects', async () => {
    const world = makeStepWorld({
      texts: {
        ...statusOf('orders', '2026-03-01T11:59:59.800000Z'),
        ...statusOf('ledger', '2026-03-01T11:59:59.700000Z'),
      },
    });
    expect((await makePollDetection(world)(event)).outcome).toEqual({
      detected: true,
      at: '2026-03-01T11:59:59.700000Z',
      via: 'status',
      finding: 'region-lost',
      evidence: [SILENT],
      against: null,
      lookedAt: '2026-03-01T12:00:00.000000Z',
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('says that nothing was seen when no rule has fired, and the primary is reached and replicated', async () => {
    const world = makeStepWorld({ texts: statusOf('orders', null) });
    const { outcome } = await makePollDetection(world)(one);
    expect(outcome).toMatchObject({ detected: false, at: null, via: 'none', finding: 'nothing-seen' });
    expect(outcome).toMatchObject({
      evidence: [
        { vantage: 'eu-west-1', subject: 'endpoint', seen: 'a server answered', shows: 'life' },
        { subject: 'replication', seen: 'streaming, last heard 0.0 s ago', shows: 'life' },
      ],
    });
  });

  it('finds the link lost when users are served by a primary that cannot be reached from here', async () => {
    const world = makeStepWorld({ texts: statusOf('orders', null) });
    const endpoint = makeFakeEndpoint([], { answered: false, seen: 'no answer within 1000 ms' });
    expect((await makePollDetection({ ...world, endpoint })(one)).outcome).toMatchObject({
      detected: false,
      finding: 'link-lost',
      evidence: [{ subject: 'endpoint', seen: 'no answer within 1000 ms', shows: 'silence' }, {}],
    });
  });

  it.each([
    ['a stream that brings nothing', { receivedSecondsAgo: 2.5 }, 'streaming, last heard 2.5 s ago'],
    ['no stream', { receiverStatus: null, receivedSecondsAgo: null }, 'no stream, last heard never'],
  ])('finds the link lost by %s', async (_, state, seen) => {
    const world = makeStepWorld({ texts: statusOf('orders', null) });
    const sessions = makeFakeSessions([], { states: { '10.1.0.1': { ...STREAMING, ...state } } });
    expect((await makePollDetection({ ...world, sessions })(one)).outcome).toMatchObject({
      finding: 'link-lost',
      evidence: [{}, { subject: 'replication', seen, shows: 'silence' }],
    });
  });

  it('says that nothing was seen when there is no status at all', async () => {
    const world = makeStepWorld();
    expect((await makePollDetection(world)(one)).outcome).toMatchObject({ detected: false });
    expect(world.record.written).toMatchObject([{ kind: 'outcome', state: 'PollDetection' }]);
  });

  describe('in a real event', () => {
    const real = (despite: string | null, watch?: { run: string }) => ({
      ...one,
      run: runInput({ scope: 'real', real: realEvent({ despite }), ...(watch ? { watch } : {}) }),
    });
    const seconds = ({ clock }: ReturnType<typeof makeStepWorld>) => Number(clock.monotonicNs()) / 1e9;

    it('waits for what a watch may see that has only just begun', async () => {
      const world = makeStepWorld({ texts: statusOf('orders', null) });
      const late = statusOf('orders', '2026-03-01T12:00:02.000000Z');
      const objects = {
        ...world.objects,
        get: (key: string) =>
          seconds(world) < 3
            ? world.objects.get(key)
            : Promise.resolve({ text: Object.values(late)[0] ?? '', etag: '"1"', storedAt: null }),
      };
      const looking = makePollDetection({ ...world, objects })(real(null));
      expect((await world.clock.drive(looking)).outcome).toMatchObject({ detected: true });
      expect(seconds(world)).toBe(3);
    });

    it('waits no longer than a quarter of a minute, and not at all where somebody goes on whatever was seen', async () => {
      const world = makeStepWorld({ texts: statusOf('orders', null) });
      const looking = makePollDetection(world)(real(null));
      expect((await world.clock.drive(looking)).outcome).toMatchObject({ detected: false });
      expect(seconds(world)).toBe(15.25);
      const despite = makeStepWorld({ texts: statusOf('orders', null) });
      await makePollDetection(despite)(real('users say so'));
      expect(seconds(despite)).toBe(0);
    });

    it('says what speaks against going on, and that what people have approved is over', async () => {
      const lookFor = async (despite: string | null, detectedAt: string | null, before?: object) => {
        const world = makeStepWorld({ texts: statusOf('orders', detectedAt) });
        const { outcomes, ...given } = real(despite);
        const looking = makePollDetection(world)({
          ...given,
          outcomes: { ...outcomes, ...(before ? { PollDetection: before } : {}) },
        });
        return (await world.clock.drive(looking)).outcome;
      };
      const lost = await lookFor(null, '2026-03-01T11:59:59.800000Z');
      expect(lost).toMatchObject({ detected: true, against: null });
      expect(await lookFor('users say so', null)).toMatchObject({ detected: false, against: null });
      const over = await lookFor(null, null, { ...Object(lost) });
      expect(over).toMatchObject({
        detected: false,
        against: expect.stringMatching(/^what was seen before is over \(region-lost, since 2026-.+\): /),
      });
    });

    describe('of which databases are fenced', () => {
      const failed = (back: readonly { id: string }[], ...fenced: readonly string[]) => {
        const databases = ['orders', 'ledger'].map((id) => ({
          id,
          proof: fenced.includes(id) ? 'probe' : 'none',
          attempts: [],
        }));
        const outcomes = {
          DiscoverDatabases: {
            databases: ['orders', 'ledger'].map((id) => ({ id, ...ADDRESSES })),
          },
          FenceOldPrimary: { databases, waitedSeconds: 2 },
          DeferFence: {
            execution: 'arn:of:fence',
            key: 'fences/run-1.json',
            databases: [],
            back: back.map(({ id }) => ({
              id,
              address: { ...ADDRESSES.primary, securityGroups: [] },
              proof: 'probe',
              attempts: [],
            })),
          },
        };
        const asked = real(null);
        return {
          ...asked,
          run: { ...asked.run, databases: [ORDERS, LEDGER] },
          outcomes: { ...asked.outcomes, ...outcomes },
        };
      };
      const ordersFails = {
        ...statusOf('orders', '2026-03-01T11:59:59.700000Z'),
        ...statusOf('ledger', null),
      };

      it.each([
        ['by the ladder', failed([], 'orders')],
        ['on its return', failed([{ id: 'orders' }])],
      ])('takes a heartbeat for no loss that fails by the fence (%s)', async (_, given) => {
        const world = makeStepWorld({ texts: ordersFails });
        expect((await world.clock.drive(makePollDetection(world)(given))).outcome).toMatchObject({
          detected: false,
          finding: 'nothing-seen',
          evidence: [{ subject: 'endpoint' }, { subject: 'replication' }],
          against: expect.any(String),
        });
      });

      it.each([
        ['one that is not fenced fails', failed([], 'ledger')],
        ['all are fenced, and none is left to tell', failed([{ id: 'ledger' }], 'orders')],
      ])('sees the loss still where %s', async (_, given) => {
        const world = makeStepWorld({ texts: ordersFails });
        expect((await makePollDetection(world)(given)).outcome).toMatchObject({
          detected: true,
          at: '2026-03-01T11:59:59.700000Z',
          against: null,
        });
      });
    });

    it('takes no word of a standing watch that has fallen silent', async () => {
      const [text = ''] = Object.values(statusOf('orders', '2026-03-01T11:00:00.000000Z'));
      const at = (time: string) => ({
        'runs/watch-1/heartbeat/status/ledger-orders.json': JSON.stringify({ ...JSON.parse(text), at: time }),
      });
      const watched = real('users say so', { run: 'watch-1' });
      const silent = makeStepWorld({ texts: at('2026-03-01T11:59:44.000000Z') });
      expect((await makePollDetection(silent)(watched)).outcome).toMatchObject({ detected: false });
      const awake = makeStepWorld({ texts: at('2026-03-01T11:59:46.000000Z') });
      expect((await makePollDetection(awake)(watched)).outcome).toMatchObject({ detected: true });
    });
  });
});

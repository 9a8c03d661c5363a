import { describe, expect, it } from 'vitest';
import type { HealthCheck } from '../../../lib/domain/run/run-parts.ts';
import { makeVerifyServices } from '../../../lib/steps/verify-services.ts';
import { API, runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, changesOf, makeStepWorld, readyingOf } from '../../fakes/step-world.ts';

const SHOP = {
  ...API,
  name: 'shop',
  wave: 1,
  required: false,
  healthCheck: { kind: 'tcp', host: '127.0.0.1', port: 9000, timeoutSeconds: 1 },
} as const;

const run = runInput({ services: [SHOP, API] });
const event = { ...stepEvent('VerifyServices'), run };

const HEALTHY = { healthy: true, detail: 'HTTP 200' };
const ILL = { healthy: false, detail: 'HTTP 503' };

describe('VerifyServices', () => {
  it('checks wave by wave along the dependencies, whatever the order of the plan', async () => {
    const world = makeStepWorld();
    const { outcome, pending } = await makeVerifyServices(world)(event);
    const healthyAt = '2026-03-01T12:00:00.000000Z';
    expect(outcome).toEqual({
      services: [
        { name: 'api', wave: 0, required: true, healthyAt, detail: 'HTTP 200' },
        { name: 'shop', wave: 1, required: false, healthyAt, detail: 'HTTP 200' },
      ],
    });
    expect(world.journal.slice(0, 2)).toEqual([
      'probe.check http://127.0.0.1:8080/api',
      'probe.check 127.0.0.1:9000',
    ]);
    expect(pending).toEqual([]);
    expect(changesOf(world)).toEqual([]);
  });

  it('starts a wave only when the one before it is healthy', async () => {
    const world = makeStepWorld();
    const answers = [ILL, ILL, HEALTHY, HEALTHY];
    const asked: string[] = [];
    const check = async ({ kind }: HealthCheck) => {
      asked.push(kind);
      return answers.shift() ?? HEALTHY;
    };
    const { outcome } = await world.clock.drive(makeVerifyServices({ ...world, probe: { check } })(event));
    expect(asked).toEqual(['http', 'http', 'http', 'tcp']);
    expect(outcome).toMatchObject({
      services: [
        { name: 'api', healthyAt: '2026-03-01T12:00:00.200000Z' },
        { name: 'shop', healthyAt: '2026-03-01T12:00:00.200000Z' },
      ],
    });
  });

  it('answers that a service is unhealthy after twenty seconds, and goes on to the next wave', async () => {
    const world = makeStepWorld();
    const check = async ({ kind }: HealthCheck) => (kind === 'http' ? ILL : HEALTHY);
    const { outcome } = await world.clock.drive(makeVerifyServices({ ...world, probe: { check } })(event));
    expect(outcome).toMatchObject({
      services: [
        { name: 'api', healthyAt: null, detail: 'HTTP 503' },
        { name: 'shop', healthyAt: '2026-03-01T12:00:20.100000Z', detail: 'HTTP 200' },
      ],
    });
  });

  it('writes what the critical path left to be written', async () => {
    const world = makeStepWorld();
    const pending = [
      {
        schemaVersion: 1,
        kind: 'outcome',
        state: 'SwitchTraffic',
        attempt: 0,
        at: '2026-03-01T12:00:00.000000Z',
        data: {},
      } as const,
    ];
    const result = await makeVerifyServices(world)({ ...event, pending });
    expect(result.pending).toEqual([]);
    expect(world.record.written.map(({ state }) => state)).toEqual(['SwitchTraffic', 'VerifyServices']);
  });

  it('asks each service once on a dry run, and does not mind the answer', async () => {
    const world = makeStepWorld();
    await makeVerifyServices(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
    expect(readyingOf(world)).toHaveLength(2);
  });
});

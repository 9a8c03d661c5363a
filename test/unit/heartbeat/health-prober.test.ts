import { describe, expect, it } from 'vitest';
import { HealthSample } from '../../../lib/domain/ledger/health-sample.ts';
import { HealthProber } from '../../../lib/heartbeat/health-prober.ts';
import type { HealthAnswer, ServiceProbe } from '../../../lib/ports/service-probe.ts';
import { makeManualClock, NOON } from '../../fakes/manual-clock.ts';
import { API } from '../../fakes/run-input.ts';

const SHOP = { ...API, name: 'shop', healthCheck: { ...API.healthCheck, url: 'http://127.0.0.1:9000/' } };
const HEALTHY = { healthy: true, detail: 'HTTP 200' };

function makeProber(check: ServiceProbe['check'], services = [API]) {
  const clock = makeManualClock();
  const samples: HealthSample[] = [];
  const instants: number[] = [];
  const prober = new HealthProber({ clock, probe: { check } }, services, (sample, at) => {
    samples.push(HealthSample.parse(sample));
    instants.push(at);
  });
  return { clock, prober, samples, instants };
}

describe('the prober of health checks', () => {
  it('checks every service once a tick, and says when it asked and when it knew', async () => {
    const { clock, prober, samples, instants } = makeProber(async () => {
      await clock.sleep(7);
      return HEALTHY;
    }, [API, SHOP]);
    prober.tick();
    await clock.drive(prober.close());
    const sample = {
      schemaVersion: 1,
      sent: '2026-03-01T12:00:00.000000Z',
      answered: '2026-03-01T12:00:00.007000Z',
      ...HEALTHY,
    };
    expect(samples).toEqual([
      { ...sample, service: 'api' },
      { ...sample, service: 'shop' },
    ]);
    expect(instants).toEqual([NOON + 7000, NOON + 7000]);
  });

  it('goes on asking while earlier questions are unanswered, and sees the recovery at once', async () => {
    const silent = Promise.withResolvers<HealthAnswer>();
    const answers = [silent.promise, silent.promise, Promise.resolve(HEALTHY)];
    const { clock, prober, samples } = makeProber(() => answers.shift() ?? Promise.resolve(HEALTHY));
    for (let tick = 0; tick < 3; tick += 1) {
      prober.tick();
      await clock.advance(50);
    }
    expect(samples).toMatchObject([{ sent: '2026-03-01T12:00:00.100000Z', healthy: true }]);
    silent.resolve({ healthy: false, detail: 'no answer within 1 s' });
    await prober.close();
    expect(samples.map(({ healthy }) => healthy)).toEqual([true, false, false]);
  });

  it('asks a silent service at most twenty times at once', async () => {
    let asked = 0;
    const silent = Promise.withResolvers<HealthAnswer>();
    const { prober } = makeProber(() => {
      asked += 1;
      return silent.promise;
    });
    for (let tick = 0; tick < 50; tick += 1) prober.tick();
    expect(asked).toBe(20);
    silent.resolve(HEALTHY);
    await prober.close();
    prober.tick();
    await prober.close();
    expect(asked).toBe(21);
  });

  it('waits for no check of another service', async () => {
    const silent = Promise.withResolvers<HealthAnswer>();
    const { prober, samples, clock } = makeProber(
      (check) =>
        check.kind === 'http' && check.url.includes('9000') ? silent.promise : Promise.resolve(HEALTHY),
      [API, SHOP],
    );
    for (let tick = 0; tick < 30; tick += 1) prober.tick();
    await clock.advance(0);
    expect(samples.filter(({ service }) => service === 'api').length).toBeGreaterThan(0);
    silent.resolve(HEALTHY);
    await prober.close();
  });

  it('takes a check that breaks for an unhealthy answer', async () => {
    const { prober, samples } = makeProber(() => Promise.reject(new Error('no such host')));
    prober.tick();
    await prober.close();
    expect(samples).toMatchObject([{ service: 'api', healthy: false, detail: 'no such host' }]);
  });
});

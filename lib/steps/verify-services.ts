import { formatInstant } from '../domain/instant.ts';
import type { RunService } from '../domain/run/run-input.ts';
import type { ServiceProbe } from '../ports/service-probe.ts';
import { makeStep, type StepPorts } from './step.ts';

const WAVE_LIMIT_MS = 20_000;
const POLL_MS = 20;

export interface VerifyServicesPorts extends StepPorts {
  readonly probe: ServiceProbe;
}

/**
 * Checks the services from outside, wave by wave along the dependency graph: a wave starts when the one before it is
 * healthy or its limit has passed. An unhealthy service is an answer, judged later, not a failure of the step.
 */
export function makeVerifyServices(ports: VerifyServicesPorts) {
  return makeStep(ports, {
    state: 'VerifyServices',
    warm: async ({ run }) =>
      void (await Promise.all(run.services.map(({ healthCheck }) => ports.probe.check(healthCheck)))),
    act: async ({ run }) => {
      const waves = Object.groupBy(run.services, ({ wave }) => String(wave));
      const services = [];
      for (const wave of Object.keys(waves).toSorted((a, b) => Number(a) - Number(b))) {
        services.push(
          ...(await Promise.all((waves[wave] ?? []).map((service) => untilHealthy(ports, service)))),
        );
      }
      return { services };
    },
  });
}

async function untilHealthy(
  { clock, probe }: VerifyServicesPorts,
  { name, wave, required, healthCheck }: RunService,
) {
  const deadline = clock.now() + WAVE_LIMIT_MS * 1000;
  for (;;) {
    const { healthy, detail } = await probe.check(healthCheck);
    if (healthy) return { name, wave, required, healthyAt: formatInstant(clock.now()), detail };
    if (clock.now() > deadline) return { name, wave, required, healthyAt: null, detail };
    await clock.sleep(POLL_MS);
  }
}

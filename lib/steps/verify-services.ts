import { MoveInput } from '../domain/run/move-input.ts';
import { formatInstant, type Instant } from '../domain/instant.ts';
import type { RunService } from '../domain/run/run-parts.ts';
import type { ServiceProbe } from '../ports/service-probe.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

/** For all waves together, below the time-out of the state, so that an answer is always given. */
const ALL_WAVES_LIMIT_MS = 240_000;
/** Clients are logging in again at this very moment, and the times of services are measured by their own series. */
const POLL_MS = 100;

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
    input: MoveInput,
    warm: async ({ run }) =>
      void (await Promise.all(run.services.map(({ healthCheck }) => ports.probe.check(healthCheck)))),
    act: async ({ run }) => {
      const waves = Object.groupBy(run.services, ({ wave }) => String(wave));
      const numbers = Object.keys(waves).toSorted((a, b) => Number(a) - Number(b));
      const deadlineOf = waveDeadlines(ports.clock.now(), run.verifyWaveSeconds * 1000, numbers.length);
      const services = [];
      for (const [index, number] of numbers.entries()) {
        const deadline = deadlineOf(index, ports.clock.now());
        const wave = (waves[number] ?? []).map((service) => untilHealthy(ports, service, deadline));
        services.push(...(await Promise.all(wave)));
      }
      return { services };
    },
  });
}

/**
 * When a wave that starts now has to be healthy. The first wave may wait until clients have followed the switch; it
 * leaves every later one half of an equal share of the whole.
 */
function waveDeadlines(startedAt: Instant, waveMs: number, waves: number) {
  const reservedMs = ALL_WAVES_LIMIT_MS / (2 * Math.max(1, waves));
  return (index: number, now: Instant): Instant =>
    Math.min(now + waveMs * 1000, startedAt + (ALL_WAVES_LIMIT_MS - (waves - 1 - index) * reservedMs) * 1000);
}

async function untilHealthy(
  { clock, probe }: VerifyServicesPorts,
  { name, wave, required, healthCheck }: RunService,
  deadline: Instant,
) {
  const { healthy, detail } = await lookUntil(clock, {
    look: () => probe.check(healthCheck),
    enough: (answer) => answer.healthy,
    deadline,
    everyMs: POLL_MS,
  });
  return { name, wave, required, healthyAt: healthy ? formatInstant(clock.now()) : null, detail };
}

import { formatInstant, type Instant } from '../domain/instant.ts';
import type { HealthSample } from '../domain/ledger/health-sample.ts';
import type { RunService } from '../domain/run/run-parts.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Clock } from '../ports/clock.ts';
import type { ServiceProbe } from '../ports/service-probe.ts';

/** Checks of one service that may be under way at once: a silent site must not hide the moment of its recovery. */
const MOST_AT_ONCE = 20;

/** Checks every service once a tick, from outside. */
export class HealthProber {
  readonly #ports: { readonly clock: Clock; readonly probe: ServiceProbe };
  readonly #services: readonly RunService[];
  readonly #emit: (sample: HealthSample, at: Instant) => void;
  readonly #underWay = new Map<string, Set<Promise<void>>>();

  constructor(
    ports: { readonly clock: Clock; readonly probe: ServiceProbe },
    services: readonly RunService[],
    emit: (sample: HealthSample, at: Instant) => void,
  ) {
    this.#ports = ports;
    this.#services = services;
    this.#emit = emit;
  }

  tick(): void {
    for (const service of this.#services) {
      const underWay = this.#underWay.get(service.name) ?? new Set();
      this.#underWay.set(service.name, underWay);
      if (underWay.size >= MOST_AT_ONCE) continue;
      const check = this.#check(service);
      underWay.add(check);
      void check.finally(() => underWay.delete(check));
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#underWay.values()].flatMap((checks) => [...checks]));
  }

  async #check({ name, healthCheck }: RunService): Promise<void> {
    const { clock, probe } = this.#ports;
    const sent = formatInstant(clock.now());
    const { healthy, detail } = await probe
      .check(healthCheck)
      .catch((error: Error) => ({ healthy: false, detail: error.message }));
    const at = clock.now();
    const sample = {
      schemaVersion: SCHEMA_VERSION,
      service: name,
      sent,
      answered: formatInstant(at),
      healthy,
      detail,
    } as const;
    this.#emit(sample, at);
  }
}

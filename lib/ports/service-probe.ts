import type { HealthCheck } from '../domain/run/run-parts.ts';

export interface HealthAnswer {
  readonly healthy: boolean;
  readonly detail: string;
}

/** A health check as a user's client would make it: from outside, on a new connection. */
export interface ServiceProbe {
  check(healthCheck: HealthCheck): Promise<HealthAnswer>;
}

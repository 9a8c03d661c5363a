import type { RunContext } from '../domain/run/compile-common.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import type { OpenSandbox } from './open-sandbox.ts';
import { simulationsOf } from './simulations-of.ts';

/** Where the sandbox has put what the plan names, and what it simulates; nothing yet, before it stands. */
export type Surroundings = Pick<
  RunContext,
  'frontDoors' | 'directDoors' | 'serviceUrls' | 'simulations' | 'followSeconds'
>;

export async function surroundingsIn(
  sandbox: Pick<OpenSandbox, 'status'>,
  kind: RunInput['kind'],
): Promise<Surroundings> {
  const { frontDoors, services, timing, delays } = await sandbox.status();
  const { switchHealthCheckMs, switchThreshold, dnsTtlMs } = delays;
  return {
    directDoors: Object.fromEntries(frontDoors.map(({ name, direct }) => [name, direct])),
    frontDoors: Object.fromEntries(frontDoors.map(({ name, host, port }) => [name, { host, port }])),
    serviceUrls: Object.fromEntries(services.map(({ name, url }) => [name, url])),
    simulations: simulationsOf({ timing, delays }, kind),
    followSeconds: (switchHealthCheckMs * switchThreshold + dnsTtlMs) / 1000,
  };
}

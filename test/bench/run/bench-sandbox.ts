import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecoveryPlan } from '../../../lib/domain/plan/recovery-plan.ts';
import { bundleHandlers } from '../../../lib/deployment/bundle-handlers.ts';
import { sandboxWorld } from '../../../lib/cli/sandbox-world.ts';
import type { SandboxStatus } from '../../../lib/sandbox/sandbox-status.ts';
import { startSandbox, type RunningSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import type { BareTarget } from '../bare/series-order.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

interface BenchSandboxOptions {
  readonly stateDir: string;
  readonly handlers: 'bundled' | 'none';
  /** Settings of its servers beside the sandbox's own. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A sandbox as a drill has it: the same servers, doors and services; its handlers are bundled only if asked for. */
export interface BenchSandbox {
  readonly running: RunningSandbox;
  readonly status: SandboxStatus;
  /** The database as its clients reach it: through the front door, or straight at an address. */
  client(address?: Address): BareTarget;
  /** Its owner, straight at an address. */
  operator(address: Address): BareTarget;
  instance(role: 'primary' | 'replica'): SandboxStatus['instances'][number];
}

export async function startBenchSandbox(
  plan: RecoveryPlan,
  { stateDir, handlers, parameters = {} }: BenchSandboxOptions,
): Promise<BenchSandbox> {
  const sandboxDir = join(stateDir, 'sandbox');
  const bundled =
    handlers === 'bundled' ? (await bundleHandlers(join(sandboxDir, 'functions'))).handlers : [];
  const world = sandboxWorld(plan, { stateDir: sandboxDir, handlers: bundled });
  const instances = world.instances.map((one) => ({ ...one, parameters }));
  const running = await startSandbox({ ...world, instances });
  const status = await running.status();
  const { host, port, database, user, passwordFile } = status.frontDoor;
  const login = { database, user, password: readFileSync(passwordFile, 'utf8') };
  const operator = {
    database,
    user: instances[0]?.masterUser ?? '',
    password: instances[0]?.masterPassword ?? '',
  };
  const caPem = readFileSync(status.caFile, 'utf8');
  return {
    running,
    status,
    client: (address = { host, port }) => ({ host: address.host, port: address.port, ...login, caPem }),
    operator: (address) => ({ host: address.host, port: address.port, ...operator, caPem }),
    instance(role) {
      const found = status.instances.find((one) => one.role === role);
      if (!found) throw new Error(`the sandbox has no ${role}`);
      return found;
    },
  };
}

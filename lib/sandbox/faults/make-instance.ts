import { randomBytes } from 'node:crypto';
import type { Ports } from '../network/free-port.ts';
import { makeRegionGateway } from '../network/region-gateway.ts';
import { DatabaseInstance, type InstanceParts } from '../rds/database-instance.ts';
import type { InstanceSettings } from '../rds/instance-settings.ts';
import type { InstanceConfig, SandboxConfig } from '../sandbox-config.ts';

interface MadeOf {
  readonly config: InstanceConfig;
  /** Absent of an instance that stands from the start. */
  readonly settings?: InstanceSettings;
}

/** An instance with its addresses: nothing runs yet, and its ways in are closed. */
export async function makeInstance(
  { config, settings }: MadeOf,
  sandbox: SandboxConfig,
  ports: Ports,
): Promise<DatabaseInstance> {
  const serverPort = await ports.free();
  const upstream = () => (instance.running ? { host: '127.0.0.1', port: serverPort } : undefined);
  const gateway = async () => makeRegionGateway({ port: await ports.free(), upstream });
  const parts: InstanceParts = {
    config,
    arn: `arn:aws:rds:${config.region}:${sandbox.account}:db:${config.id}`,
    createdAt: new Date(),
    serverPort,
    gateway: await gateway(),
    clientGateway: await gateway(),
    directGateway: await gateway(),
    delays: sandbox.delays,
    replicationPassword: randomBytes(16).toString('hex'),
  };
  const instance: DatabaseInstance = new DatabaseInstance(parts, settings);
  return instance;
}

import { randomBytes } from 'node:crypto';
import type { Ports } from '../network/free-port.ts';
import { makeRegionGateway } from '../network/region-gateway.ts';
import { DatabaseInstance } from '../rds/database-instance.ts';
import type { EventLog } from '../rds/events.ts';
import type { InstanceParts } from '../rds/instance-parts.ts';
import type { InstanceSettings } from '../rds/instance-settings.ts';
import type { InstanceConfig, SandboxConfig } from '../sandbox-config.ts';

interface MadeOf {
  readonly config: InstanceConfig;
  /** Absent of an instance that stands from the start. */
  readonly settings?: InstanceSettings;
  /** Names of servers that there are: one that was renamed keeps the one that it began with. */
  readonly takenNames?: readonly string[];
}

export interface InstanceTools {
  /** Of the sandbox. */
  readonly config: SandboxConfig;
  readonly events: EventLog;
  readonly ports: Ports;
}

/** An instance with its addresses: nothing runs yet, and its ways in are closed. */
export async function makeInstance(
  { config, settings, takenNames = [] }: MadeOf,
  { config: sandbox, events, ports }: InstanceTools,
): Promise<DatabaseInstance> {
  const { region, id } = config;
  const serverPort = await ports.free();
  const upstream = () => (instance.running ? { host: '127.0.0.1', port: serverPort } : undefined);
  const gateway = async () => makeRegionGateway({ port: await ports.free(), upstream });
  const parts: InstanceParts = {
    config,
    arn: `arn:aws:rds:${region}:${sandbox.account}:db:${id}`,
    createdAt: new Date(),
    serverName: takenNames.includes(`${region}-${id}`) ? `${region}-${id}-${serverPort}` : `${region}-${id}`,
    serverPort,
    gateway: await gateway(),
    clientGateway: await gateway(),
    directGateway: await gateway(),
    delays: sandbox.delays,
    replicationPassword: randomBytes(16).toString('hex'),
    note: (category, message) => {
      const { config: now, arn } = instance.parts;
      events.append({ sourceType: 'db-instance', source: now.id, region, arn, category, message });
    },
  };
  const instance: DatabaseInstance = new DatabaseInstance(parts, settings);
  return instance;
}

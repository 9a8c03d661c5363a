import { randomBytes } from 'node:crypto';
import type { Ports } from '../network/free-port.ts';
import { makeRegionGateway, type RegionGateway } from '../network/region-gateway.ts';
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
  const isShut = shutBy(sandbox, region);
  const upstream = () => {
    if (isShut(instance.settings.securityGroups)) return 'silent';
    return instance.running ? { host: '127.0.0.1', port: serverPort } : undefined;
  };
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
    witnessGateways: await gatewaysFrom(witnessesIn(sandbox), gateway),
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

/**
 * Whether security groups let no new connection in, which is dropped without a word; established ones are tracked and
 * stay (VPC User Guide, "Security group connection tracking").
 */
function shutBy({ databaseGroups }: SandboxConfig, region: string) {
  const closed = databaseGroups
    .filter((group) => group.kind === 'security' && group.admitsNobody && group.region === region)
    .map(({ name }) => name);
  return (groups: readonly string[]) => groups.every((group) => closed.includes(group));
}

/** Regions that no database stands in: they can only look. */
function witnessesIn({ regions, instances }: SandboxConfig): readonly string[] {
  return regions.filter((region) => instances.every((one) => one.region !== region));
}

async function gatewaysFrom(
  regions: readonly string[],
  make: () => Promise<RegionGateway>,
): Promise<ReadonlyMap<string, RegionGateway>> {
  const made = regions.map(async (region): Promise<[string, RegionGateway]> => [region, await make()]);
  return new Map(await Promise.all(made));
}

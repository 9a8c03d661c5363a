import type { InstanceConfig } from '../sandbox-config.ts';
import { DEFAULT_OPTION_GROUP, DEFAULT_SECURITY_GROUP } from './network-parameters.ts';

/** What ModifyDBInstance can change of an instance, as far as it means something here. */
export interface Changeable {
  readonly instanceClass: string;
  readonly allocatedStorage: number;
  readonly backupRetentionPeriod: number;
  readonly deletionProtection: boolean;
  readonly parameterGroup: string;
}

/** What the service says of an instance beside its server. */
export interface InstanceSettings extends Changeable {
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly optionGroup: string;
  /** ARN of the key that its storage is said to be encrypted with. */
  readonly kmsKey: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether WAL is archived, as far as backups are kept at all: only where somebody has asked for it. */
  readonly pointInTime: boolean;
  /** Changes that wait for the maintenance window, or for a reboot. */
  readonly pending: Partial<Changeable>;
}

export const DEFAULT_PARAMETER_GROUP = 'default.postgres17';
export const DEFAULT_SUBNET_GROUP = 'default';

/** Of an instance that stands from the start. */
export function initialSettings({ tags, pointInTime }: InstanceConfig): InstanceSettings {
  return {
    instanceClass: 'db.t4g.micro',
    allocatedStorage: 20,
    backupRetentionPeriod: 1,
    deletionProtection: true,
    parameterGroup: DEFAULT_PARAMETER_GROUP,
    subnetGroup: DEFAULT_SUBNET_GROUP,
    securityGroups: [DEFAULT_SECURITY_GROUP],
    optionGroup: DEFAULT_OPTION_GROUP,
    kmsKey: undefined,
    pointInTime: pointInTime ?? false,
    tags,
    pending: {},
  };
}

/** Puts everything that waits into force. */
export function withPending(settings: InstanceSettings): InstanceSettings {
  return { ...settings, ...settings.pending, pending: {} };
}

import { join } from 'node:path';
import * as z from 'zod';

const tags = z.record(z.string(), z.string());

/**
 * What stands in a sandbox, as `muster sandbox up` and `muster drill` write it to `<stateDir>/config.json` for the
 * supervisor. It speaks of AWS resources only and knows nothing of drills.
 * An instance with a `source` is its read replica, streaming through the wide-area proxy between the regions.
 * `initSql` runs once on a primary as its master user, after roles and database exist.
 */
export const InstanceConfig = z.object({
  id: z.string(),
  region: z.string(),
  database: z.string(),
  masterUser: z.string(),
  masterPassword: z.string(),
  source: z.object({ region: z.string(), id: z.string() }).optional(),
  parameters: z.record(z.string(), z.string()).default({}),
  loginRoles: z.array(z.object({ name: z.string(), password: z.string() })).default([]),
  initSql: z.array(z.string()).default([]),
  /** Whether its WAL is archived from the start, so that it can be restored to a point in time. */
  pointInTime: z.boolean().optional(),
  tags: tags.default({}),
});

/** A bucket, what lies in it from the start, and the one of the other region that all of it is copied to. */
export const BucketConfig = z.object({
  name: z.string(),
  region: z.string(),
  versioning: z.boolean(),
  /** Objects can be locked against deletion; such a bucket is versioned. */
  objectLock: z.boolean().default(false),
  replicateTo: z.string().optional(),
  objects: z.array(z.object({ key: z.string(), text: z.string() })).default([]),
});

/** A group that instances of a region can be put in, beside the region's default one. */
export const DatabaseGroupConfig = z.object({
  region: z.string(),
  kind: z.enum(['subnet', 'security', 'parameter', 'option']),
  name: z.string(),
  /** Of a security group: it has no rule that lets a connection in. All others let everybody in. */
  admitsNobody: z.boolean().optional(),
});

export const FunctionConfig = z.object({
  name: z.string(),
  region: z.string(),
  handlerPath: z.string(),
  environment: z.record(z.string(), z.string()).default({}),
  timeoutSeconds: z.number().positive(),
});

export const StateMachineConfig = z.object({ name: z.string(), region: z.string(), definition: z.string() });

/** The fault that an experiment template stands for. */
export const ExperimentTemplateConfig = z.object({
  id: z.string(),
  /** Region whose FIS serves the template, which is also the region that the fault is put on. */
  region: z.string(),
  /** `name` or `name=value`, as faults/fault-text.ts reads it. */
  fault: z.string(),
  tags: tags.default({}),
});

/** An object that something of the sandbox reads again and again, and follows. */
export const FollowedObject = z.object({ region: z.string(), bucket: z.string(), key: z.string() });

/**
 * Front door of a database: one address for clients, routed for *new* connections only to the site that the switch
 * object names ({"activeSite": "<site name>"}); until it exists, to `initialSite`.
 */
export const FrontDoorConfig = z.object({
  name: z.string(),
  switch: FollowedObject,
  initialSite: z.string(),
  sites: z.record(z.string(), z.object({ region: z.string(), instance: z.string() })),
  database: z.string(),
  user: z.string(),
  password: z.string(),
});

/**
 * A table that a service of the sandbox writes a row into every so often, as an application would, through the front
 * door; its other columns have defaults. It writes for its users: on a session on which its own door has led users to its
 * region, until that session ends, since a switch cuts none; and on no other.
 */
export const JournalConfig = z.object({
  schema: z.string(),
  table: z.string(),
  timeColumn: z.string(),
  everyMs: z.number().positive(),
});

/**
 * A service of the plan as a small HTTP server, one process a region: GET answers 200 only when a statement through
 * each of its stores' front doors was answered. Its own HTTP front door follows the same switch object.
 * `writersGate`, where it has one: {"offAt": "<site>"} turns its writers off at that site, null or no object on. While
 * they are off it writes no row and answers 503, because it can serve nobody who wants something kept. A gate that is out
 * of reach or makes no sense changes nothing for a service that has read it; one that has just started writes nothing
 * before it has read it.
 */
export const ServiceConfig = z.object({
  name: z.string(),
  stores: z.array(
    z.object({
      frontDoor: z.string(),
      user: z.string(),
      password: z.string(),
      journal: JournalConfig.optional(),
    }),
  ),
  switch: FollowedObject,
  writersGate: FollowedObject.optional(),
  initialSite: z.string(),
  sites: z.record(z.string(), z.object({ region: z.string() })),
});

/**
 * Simulated delays in milliseconds; AWS's own values stand in the report beside them. Of a promotion: `promotionMs` from
 * the call until the server is promoted or, with `rebootMs`, restarted, for the first `staleStatusMs` of which the status
 * still says available; `rebootMs` without a server; then `backupMs` of backing-up, in which it serves.
 */
export const Delays = z.object({
  promotionMs: z.number().nonnegative(),
  staleStatusMs: z.number().nonnegative().default(500),
  rebootMs: z.number().nonnegative().default(0),
  backupMs: z.number().nonnegative().default(0),
  /** Backing-up of a replica that keeps backups, from its start: a promotion is refused meanwhile. */
  replicaBackupMs: z.number().nonnegative().default(0),
  /** Between two readings of the switch object, and how many in a row have to agree before a door follows. */
  switchHealthCheckMs: z.number().positive(),
  switchThreshold: z.int().positive().default(1),
  /** How long a client keeps an address that it looked up. */
  dnsTtlMs: z.number().nonnegative().default(0),
});

/** What the delays are: Muster's own short ones, or drawn as AWS has them, from this seed. */
export const Timing = z.object({ name: z.enum(['none', 'aws']), seed: z.int().nonnegative().nullable() });

/**
 * A KMS key, which is a name and encrypts nothing; or one of ECC_NIST_P256 that signs, whose private half lies in a file,
 * in PEM, and is made where there is none.
 */
export const KmsKeyConfig = z.object({
  region: z.string(),
  aliases: z.array(z.string()),
  /** Else one is made of the region and the aliases. */
  arn: z.string().optional(),
  keyFile: z.string().optional(),
});

export const SandboxConfig = z.object({
  schemaVersion: z.literal(1),
  stateDir: z.string(),
  /** Where Node keeps what it compiles of handlers and of the sandbox itself; else below the state directory. */
  compileCache: z.string().optional(),
  account: z.string().regex(/^\d{12}$/),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  regions: z.array(z.string()).min(1),
  buckets: z.array(BucketConfig),
  secrets: z.array(z.object({ name: z.string(), region: z.string(), value: z.string() })),
  /** ARNs of the SNS topics that are there from the start. */
  topics: z.array(z.string()).default([]),
  /** By default alias/aws/rds and alias/muster in each region. */
  kmsKeys: z.array(KmsKeyConfig).optional(),
  databaseGroups: z.array(DatabaseGroupConfig).default([]),
  instances: z.array(InstanceConfig),
  functions: z.array(FunctionConfig),
  stateMachines: z.array(StateMachineConfig),
  experimentTemplates: z.array(ExperimentTemplateConfig),
  frontDoors: z.array(FrontDoorConfig),
  services: z.array(ServiceConfig),
  delays: Delays,
  timing: Timing.default({ name: 'none', seed: null }),
  /** From the write of an object to its copy in the other bucket, where a bucket has a replication configuration. */
  objectReplicationMs: z.number().nonnegative().default(0),
  /** Between two shipments of WAL of an instance that can be restored to a point in time; by default 5 s. */
  walArchiveMs: z.number().positive().optional(),
  /**
   * Whether an old primary, whose replica was promoted meanwhile, comes back for its operator alone. Off only in tests
   * that show what happens otherwise.
   */
  deferredFence: z.boolean().default(true),
});

export type Delays = z.infer<typeof Delays>;
export type Timing = z.infer<typeof Timing>;
export type KmsKeyConfig = z.infer<typeof KmsKeyConfig>;
export type InstanceConfig = z.infer<typeof InstanceConfig>;
export type BucketConfig = z.infer<typeof BucketConfig>;
export type DatabaseGroupConfig = z.infer<typeof DatabaseGroupConfig>;
export type FunctionConfig = z.infer<typeof FunctionConfig>;
export type StateMachineConfig = z.infer<typeof StateMachineConfig>;
export type ExperimentTemplateConfig = z.infer<typeof ExperimentTemplateConfig>;
export type FollowedObject = z.infer<typeof FollowedObject>;
export type FrontDoorConfig = z.infer<typeof FrontDoorConfig>;
export type ServiceConfig = z.infer<typeof ServiceConfig>;
export type SandboxConfig = z.infer<typeof SandboxConfig>;

export function compileCacheOf({ stateDir, compileCache }: SandboxConfig): string {
  return compileCache ?? join(stateDir, 'compile-cache');
}

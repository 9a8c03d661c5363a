import { type Delays, SandboxConfig } from '../../../lib/sandbox/sandbox-config.ts';

export const PRIMARY = 'eu-central-1';
export const RECOVERY = 'eu-west-1';
/** With a quote in it, since it stands in SQL and in configuration files. */
export const MASTER_PASSWORD = "it's secret";

/** Security group of the primary's region that lets nobody in. */
export const CLOSED_GROUP = 'sg-0c0c0c0c';

/** What the front door and the service follow. */
export const SWITCH = { region: RECOVERY, bucket: 'muster', key: 'traffic/orders.json' };
export const WRITERS_GATE = { ...SWITCH, key: 'writers/orders.json' };

const JOURNAL = { schema: 'public', table: 'journal', timeColumn: 'at', everyMs: 20 };

export interface FixtureOptions {
  readonly promotionMs?: number;
  readonly delays?: Partial<Delays>;
  readonly services?: boolean;
  /** The service writes a table, as an application does, and obeys a gate. */
  readonly journal?: boolean;
  readonly parameters?: Record<string, string>;
  readonly deferredFence?: boolean;
  readonly walArchiveMs?: number;
}

/** Two regions with one database, a replica, a front door and, if wanted, a service. */
export function fixtureConfig(stateDir: string, options: FixtureOptions = {}): SandboxConfig {
  const owner = {
    database: 'orders',
    masterUser: 'operator',
    masterPassword: MASTER_PASSWORD,
    parameters: options.parameters ?? {},
  };
  const tags = { plan: 'orders' };
  const service = {
    name: 'shop',
    stores: [
      {
        frontDoor: 'orders',
        user: 'app',
        password: 'app',
        ...(options.journal ? { journal: JOURNAL } : {}),
      },
    ],
    switch: SWITCH,
    ...(options.journal ? { writersGate: WRITERS_GATE } : {}),
    initialSite: 'frankfurt',
    sites: { frankfurt: { region: PRIMARY }, dublin: { region: RECOVERY } },
  };
  return SandboxConfig.parse({
    schemaVersion: 1,
    stateDir,
    account: '123456789012',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    regions: [PRIMARY, RECOVERY],
    buckets: [],
    secrets: [],
    databaseGroups: [{ region: PRIMARY, kind: 'security', name: CLOSED_GROUP, admitsNobody: true }],
    functions: [],
    stateMachines: [],
    instances: [
      {
        ...owner,
        id: 'orders-a',
        region: PRIMARY,
        loginRoles: [{ name: 'app', password: 'app' }],
        initSql: [
          'create table written (n int primary key)',
          'grant insert, select on written to app',
          'create table journal (id bigint generated always as identity, at timestamptz)',
          'grant insert, select on journal to app',
        ],
        tags,
      },
      { ...owner, id: 'orders-b', region: RECOVERY, source: { region: PRIMARY, id: 'orders-a' }, tags },
    ],
    experimentTemplates: [
      { id: 'EXT1', region: PRIMARY, fault: 'region-loss', tags },
      { id: 'EXT2', region: PRIMARY, fault: 'region-loss=refused', tags },
    ],
    frontDoors: [
      {
        name: 'orders',
        switch: SWITCH,
        initialSite: 'frankfurt',
        sites: {
          frankfurt: { region: PRIMARY, instance: 'orders-a' },
          dublin: { region: RECOVERY, instance: 'orders-b' },
        },
        database: 'orders',
        user: 'app',
        password: 'app',
      },
    ],
    services: options.services ? [service] : [],
    delays: { promotionMs: options.promotionMs ?? 0, switchHealthCheckMs: 10, ...options.delays },
    deferredFence: options.deferredFence ?? true,
    walArchiveMs: options.walArchiveMs,
  });
}

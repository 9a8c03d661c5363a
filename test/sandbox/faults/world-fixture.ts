import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FisClient } from '@aws-sdk/client-fis';
import { RDSClient } from '@aws-sdk/client-rds';
import pg from 'pg';
import type { DatabaseWorld } from '../../../lib/sandbox/faults/database-world.ts';
import { makeDatabaseWorld } from '../../../lib/sandbox/faults/make-database-world.ts';
import { SandboxConfig } from '../../../lib/sandbox/sandbox-config.ts';
import { AwsError } from '../../../lib/sandbox/wire/aws-error.ts';
import type { AwsRequest, AwsResponse } from '../../../lib/sandbox/wire/aws-request.ts';
import { renderError } from '../../../lib/sandbox/wire/error-envelope.ts';

export const PRIMARY = 'eu-central-1';
export const RECOVERY = 'eu-west-1';

export interface WorldFixture {
  readonly world: DatabaseWorld;
  readonly stateDir: string;
  rds(region: string): RDSClient;
  fis(region: string): FisClient;
  /** Writes the switch object. */
  switchTo(site: string): void;
  /** Connects with TLS verified; the caller ends the client. */
  connect(target: { port: number; user: string; password?: string }): Promise<pg.Client>;
  port(instance: string): number;
  close(): Promise<void>;
}

export interface FixtureOptions {
  readonly promotionMs?: number;
  readonly services?: boolean;
}

/** A world of two regions with one database, behind a plain HTTP server for the real AWS clients. */
export async function startFixture(options: FixtureOptions = {}): Promise<WorldFixture> {
  const stateDir = mkdtempSync(join(tmpdir(), 'muster-test-'));
  let activeSite: string | undefined;
  const world = makeDatabaseWorld({
    config: configOf(stateDir, options),
    stateDir,
    readSwitch: () => activeSite,
    endRegionProcesses: async () => 2,
    onProgress: () => undefined,
  });
  const server = await serve(world);
  await world.start();
  const clients = {
    endpoint: endpointOf(server),
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
  };
  return {
    world,
    stateDir,
    rds: (region) => new RDSClient({ ...clients, region, maxAttempts: 1 }),
    fis: (region) => new FisClient({ ...clients, region, maxAttempts: 1 }),
    switchTo: (site) => void (activeSite = site),
    connect: (target) => connect(target, stateDir),
    port: (instance) => world.status().instances.find((one) => one.id === instance)?.port ?? 0,
    async close() {
      await world.stop();
      server.closeAllConnections();
      server.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

function configOf(stateDir: string, options: FixtureOptions): SandboxConfig {
  const owner = { database: 'orders', masterUser: 'operator', masterPassword: "it's secret" };
  const traffic = { region: RECOVERY, bucket: 'muster', key: 'traffic/orders.json' };
  const tags = { plan: 'orders' };
  const service = {
    name: 'shop',
    stores: [{ frontDoor: 'orders', user: 'app', password: 'app' }],
    switch: traffic,
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
    functions: [],
    stateMachines: [],
    instances: [
      {
        ...owner,
        id: 'orders-a',
        region: PRIMARY,
        loginRoles: [{ name: 'app', password: 'app' }],
        initSql: ['create table written (n int primary key)', 'grant insert, select on written to app'],
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
        switch: traffic,
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
    delays: { promotionMs: options.promotionMs ?? 0, switchHealthCheckMs: 10 },
  });
}

async function connect(
  target: { port: number; user: string; password?: string },
  stateDir: string,
): Promise<pg.Client> {
  const { readFileSync } = await import('node:fs');
  const client = new pg.Client({
    host: '127.0.0.1',
    database: 'orders',
    ssl: { ca: readFileSync(join(stateDir, 'ca.pem'), 'utf8') },
    connectionTimeoutMillis: 1000,
    query_timeout: 1000,
    ...target,
    password: target.password ?? (target.user === 'operator' ? "it's secret" : target.user),
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function serve(world: DatabaseWorld): Promise<Server> {
  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming);
    const answer = await answerOf(world, request);
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function answerOf(world: DatabaseWorld, request: AwsRequest): Promise<AwsResponse> {
  try {
    return await (request.service === 'rds' ? world.rds(request) : world.fis(request));
  } catch (error) {
    return renderError(
      request,
      error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500),
    );
  }
}

async function readRequest(incoming: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)/.exec(incoming.headers.authorization ?? '');
  return {
    requestId: 'test-request',
    service: scope?.[2] ?? '',
    region: scope?.[1] ?? '',
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([key, value]) => [key, String(value)])),
    body: Buffer.concat(chunks),
  };
}

function endpointOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

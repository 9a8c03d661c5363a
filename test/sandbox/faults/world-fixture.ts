import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FisClient } from '@aws-sdk/client-fis';
import { RDSClient } from '@aws-sdk/client-rds';
import type pg from 'pg';
import type { DatabaseWorld } from '../../../lib/sandbox/faults/database-world.ts';
import { makeDatabaseWorld } from '../../../lib/sandbox/faults/make-database-world.ts';
import { listenFor } from './aws-listener.ts';
import { connectTo, type Login } from './connect-to.ts';
import { fixtureConfig, type FixtureOptions, SWITCH, WRITERS_GATE } from './fixture-config.ts';

export interface WorldFixture {
  readonly world: DatabaseWorld;
  readonly stateDir: string;
  rds(region: string): RDSClient;
  fis(region: string): FisClient;
  /** Writes the switch object. */
  switchTo(site: string): void;
  /** Writes the gate of the service's writers. */
  turnWritersOff(at: string | null): void;
  connect(login: Login): Promise<pg.Client>;
  port(instance: string): number;
  close(): Promise<void>;
}

/** A world that runs, behind a plain HTTP server for the real AWS clients. */
export async function startFixture(options: FixtureOptions = {}): Promise<WorldFixture> {
  const stateDir = mkdtempSync(join(tmpdir(), 'muster-test-'));
  const objects = new Map<string, unknown>();
  const world = makeDatabaseWorld({
    config: fixtureConfig(stateDir, options),
    stateDir,
    readObject: ({ key }) => objects.get(key),
    endRegionProcesses: () => Promise.resolve(2),
    onProgress: () => undefined,
  });
  const server = createServer();
  const endpoint = await listenFor(server, (request) =>
    (request.service === 'rds' ? world.rds : world.fis)(request),
  );
  await world.start();
  const clients = {
    endpoint,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  return {
    world,
    stateDir,
    rds: (region) => new RDSClient({ ...clients, region }),
    fis: (region) => new FisClient({ ...clients, region }),
    switchTo: (activeSite) => void objects.set(SWITCH.key, { activeSite }),
    turnWritersOff: (offAt) => void objects.set(WRITERS_GATE.key, { offAt }),
    connect: (login) => connectTo(login, stateDir),
    port: (instance) => world.status().instances.find((one) => one.id === instance)?.port ?? 0,
    async close() {
      await world.stop();
      server.closeAllConnections();
      server.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

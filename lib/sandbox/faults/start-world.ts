import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeServerHome, type ServerHome } from '../postgres/server-home.ts';
import type { ServerRoom } from '../postgres/server.ts';
import type { CertificateAuthority } from '../tls/certificate-authority.ts';
import type { BuiltWorld, WorldTools } from './built-world.ts';
import { startDatabases } from './start-databases.ts';
import { caFileOf, passwordFileOf } from './world-status.ts';

/** Starts databases, then the doors to them, then the services that use those; gives what further servers need. */
export async function startWorld(
  world: BuiltWorld,
  tools: WorldTools,
  authority: CertificateAuthority,
): Promise<ServerRoom> {
  writeClientFiles(tools);
  const home: ServerHome = await makeServerHome(tools.stateDir, tools.children);
  const adminPassword = randomBytes(16).toString('hex');
  const { children, logDir, onProgress } = tools;
  const room = { home, children, authority, adminPassword, logDir };
  await Promise.all(world.copyRoutes.map((route) => route.open()));
  await startDatabases(world, { onProgress, room });
  await Promise.all([...world.databaseDoors, ...world.serviceDoors].map(({ door }) => door.open()));
  await Promise.all(world.regions.map((region) => region.startServices()));
  await Promise.all(
    world.regions.flatMap((region) => region.serviceGateways).map((gateway) => gateway.open()),
  );
  onProgress(`open: front doors ${world.databaseDoors.length}, services ${world.serviceDoors.length}`);
  return room;
}

/** What clients need to connect: the authority for all, passwords for this user alone. */
function writeClientFiles(tools: WorldTools): void {
  writeFileSync(caFileOf(tools.stateDir), tools.caPem, { mode: 0o644 });
  for (const door of tools.config.frontDoors) {
    const path = passwordFileOf(tools.stateDir, door.name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, door.password, { mode: 0o600 });
  }
}

export function makeLogDirectory(stateDir: string): string {
  const path = join(stateDir, 'logs');
  mkdirSync(path, { recursive: true });
  return path;
}

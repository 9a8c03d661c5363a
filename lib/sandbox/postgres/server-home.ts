import { chownSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildRegistry } from '../process/child-registry.ts';
import { homeDirectory, makeHomeDirectory } from './home-directory.ts';
import { findServerPackage, type ServerPackage } from './server-package.ts';
import { unprivilegedUser, type UnixUser } from './unprivileged-user.ts';

/** Programs and directories of a sandbox's servers, all within reach of the user whom they run as. */
export interface ServerHome {
  readonly directory: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly user: UnixUser | undefined;
  /** Writes a file that only the server's user may read. */
  writePrivateFile(path: string, text: string): void;
  dataDir(name: string): string;
  /** Where the snapshots of a region are kept: made when it is first asked for. */
  snapshotDir(region: string): string;
}

/** Prepares the home afresh: nothing of an earlier sandbox is used again. */
export async function makeServerHome(stateDir: string, children: ChildRegistry): Promise<ServerHome> {
  const user = unprivilegedUser();
  const directory = homeDirectory(stateDir, user !== undefined);
  await removeServerHome(stateDir);
  makeHomeDirectory(directory);
  makeDataDirectory(join(directory, 'data'), user);
  makeDataDirectory(join(directory, 'snapshots'), user);
  const found = findServerPackage();
  const nativeDir = user ? await copyServer(found, directory, children) : found.nativeDir;
  linkLibraries(join(directory, 'links'), { ...found, nativeDir });
  return {
    directory,
    initdb: join(nativeDir, 'bin', 'initdb'),
    postgres: join(nativeDir, 'bin', 'postgres'),
    environment: serverEnvironment(nativeDir, directory),
    user,
    writePrivateFile: (path, text) => writePrivateFile(path, text, user),
    dataDir: (name) => join(directory, 'data', name),
    snapshotDir(region) {
      const path = join(directory, 'snapshots', region);
      if (!existsSync(path)) makeDataDirectory(path, user);
      return path;
    },
  };
}

/** Removes all that the servers of this state directory kept. They have to be ended before. */
export async function removeServerHome(stateDir: string): Promise<void> {
  const directory = homeDirectory(stateDir, unprivilegedUser() !== undefined);
  await rm(directory, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
}

/** The directory that the servers of this state directory kept their files in, where it is still there. */
export function serverHomeLeft(stateDir: string): string[] {
  return [homeDirectory(stateDir, unprivilegedUser() !== undefined)].filter((path) => existsSync(path));
}

function makeDataDirectory(path: string, user: UnixUser | undefined): void {
  mkdirSync(path, { mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
}

/**
 * Brings the server within reach of its user: by hard links, which take a tenth of the time, or by a copy where the
 * package lies on another file system, or was installed under umask 077, so that its modes have to be set anew.
 */
async function copyServer(found: ServerPackage, directory: string, children: ChildRegistry): Promise<string> {
  const target = join(directory, 'server');
  const copy = 'cp -R "$1" "$2" && chmod -R a+rX "$2"';
  const link = `cp -R -l "$1" "$2" 2>/dev/null || { rm -rf "$2" && ${copy}; }`;
  const script = `umask 022; ${mayBeRunByAll(found) ? link : copy}`;
  const child = children.start({
    name: 'copy server',
    file: '/bin/sh',
    args: ['-c', script, 'copy-server', found.nativeDir, target],
    options: { stdio: 'ignore', detached: true },
  });
  const { code } = await child.exited;
  if (code !== 0) throw new Error(`the server's files could not be copied to ${target}`);
  return target;
}

function mayBeRunByAll(found: ServerPackage): boolean {
  return (statSync(join(found.nativeDir, 'bin', 'postgres')).mode & 0o005) === 0o005;
}

function linkLibraries(links: string, found: ServerPackage): void {
  mkdirSync(links);
  for (const link of found.libraryLinks) {
    symlinkSync(join(found.nativeDir, 'lib', link.file), join(links, link.name));
  }
}

/** Nothing of ours is handed on: a PGDATA or PGPORT of the user's shell would reach the server. */
function serverEnvironment(nativeDir: string, directory: string): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/bin:/bin',
    HOME: directory,
    LC_ALL: 'C',
    TZ: 'UTC',
    LD_LIBRARY_PATH: `${join(nativeDir, 'lib')}:${join(directory, 'links')}`,
  };
}

function writePrivateFile(path: string, text: string, user: UnixUser | undefined): void {
  writeFileSync(path, text, { mode: 0o600 });
  if (user) chownSync(path, user.uid, user.gid);
}

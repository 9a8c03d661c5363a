import { closeSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { RegisteredChild } from '../process/child-registry.ts';
import { processTree } from '../process/kill-tree.ts';
import { readProcessStat } from '../process/process-stat.ts';
import { signal } from '../process/signal.ts';
import type { AdminSession } from './admin-session.ts';
import { awaitSession } from './await-session.ts';
import { renderClientAccess, type ClientAccess } from './client-access.ts';
import type { HeldCluster, RunningCluster, StoppedCluster } from './cluster.ts';
import { limitFileSize } from './file-size-limit.ts';
import { freezeTree, thawTree } from './freeze-tree.ts';
import { promoteServer } from './promote-server.ts';
import { logFile, type Server } from './server.ts';
import { renderSettings } from './server-settings.ts';

/** How long a server may take to end by itself before it is killed. */
const SHUTDOWN_MS = 1000;

/** Starts `postgres` itself and watches for its first session: pg_ctl looks only ten times a second. */
export async function startCluster(server: Server, access: ClientAccess): Promise<RunningCluster> {
  writeConfiguration(server, access);
  const child = launch(server);
  const admin = await awaitSession(server, child);
  return runningCluster(server, child, admin);
}

function runningCluster(server: Server, child: RegisteredChild, admin: AdminSession): RunningCluster {
  const { pid } = child;
  const ended = child.exited.then(() => stoppedCluster(server));
  return {
    pid,
    admin,
    ended,
    processes: () => processTree(pid),
    freeze: () => freezeTree(pid),
    thaw: () => thawTree(pid),
    limitFileSize: (bytes) => limitFileSize({ pid, user: server.room.home.user }, bytes),
    promote: () => promoteServer({ pid, dataDir: server.dataDir, admin }),
    kill() {
      const tree = child.kill();
      return { tree, stopped: tree.survivors.then(() => ended) };
    },
    async stop() {
      await shutDown(child);
      return ended;
    },
  };
}

/** A frozen server hears nothing but SIGKILL. */
async function shutDown(child: RegisteredChild): Promise<void> {
  if (readProcessStat(child.pid)?.state === 'T') return child.kill().cleared;
  signal(child.pid, 'SIGQUIT');
  const deadline = setTimeout(() => child.kill(), SHUTDOWN_MS);
  await child.exited;
  clearTimeout(deadline);
}

function stoppedCluster(server: Server): StoppedCluster {
  return { start: (access) => startCluster(server, access), hold: () => holdStorage(server) };
}

function holdStorage(server: Server): HeldCluster {
  const heldDir = `${server.dataDir}.held`;
  renameSync(server.dataDir, heldDir);
  return {
    held: true,
    release() {
      renameSync(heldDir, server.dataDir);
      return stoppedCluster(server);
    },
  };
}

function writeConfiguration(server: Server, access: ClientAccess): void {
  const { home, authority } = server.room;
  const certificate = authority.issue(server.name);
  const files = {
    'postgresql.conf': renderSettings(server),
    'pg_hba.conf': renderClientAccess(access, server.masterUser),
    'server.crt': certificate.certificatePem,
    'server.key': certificate.keyPem,
  };
  for (const [name, text] of Object.entries(files)) home.writePrivateFile(join(server.dataDir, name), text);
}

function launch(server: Server): RegisteredChild {
  const { environment: env, directory: cwd, user, postgres } = server.room.home;
  const log = openSync(logFile(server), 'a');
  try {
    return server.room.children.start({
      name: `postgres ${server.name}`,
      file: postgres,
      args: ['-D', server.dataDir],
      options: { env, cwd, ...user, stdio: ['ignore', log, log], detached: true },
    });
  } finally {
    closeSync(log);
  }
}

import { readFileSync } from 'node:fs';
import type { RegisteredChild } from '../process/child-registry.ts';
import { poll } from '../process/poll.ts';
import { openAdminSession, type AdminSession } from './admin-session.ts';
import { logFile, type Server } from './server.ts';

const DEADLINE_MS = 30_000;

/** The first session that a starting server takes. @throws Error with its last words when it ends or takes none. */
export async function awaitSession(server: Server, child: RegisteredChild): Promise<AdminSession> {
  let ended = false;
  void child.exited.then(() => (ended = true));
  const look = async () => {
    if (ended) throw new Error(`${server.name} ended while it started: ${lastWords(server)}`);
    return tryConnect(server);
  };
  const session = await poll(look, { everyMs: 10, deadlineMs: DEADLINE_MS });
  if (session) return session;
  child.kill();
  throw new Error(`${server.name} took no session in ${DEADLINE_MS} ms: ${lastWords(server)}`);
}

function tryConnect(server: Server): Promise<AdminSession | undefined> {
  const { adminPassword: password, authority } = server.room;
  const target = {
    port: server.port,
    user: 'rdsadmin',
    password,
    database: 'postgres',
    caPem: authority.certificatePem,
  };
  return openAdminSession(target).catch(() => undefined);
}

function lastWords(server: Server): string {
  return readFileSync(logFile(server), 'utf8').trim().split('\n').slice(-5).join(' | ');
}

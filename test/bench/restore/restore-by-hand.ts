import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { BenchSandbox } from '../run/bench-sandbox.ts';
import { commandOf, type ServerCommand } from '../run/server-process.ts';
import { firstWrite } from './first-write.ts';

/**
 * Seconds from the first copied byte to the first row that the server took, by hand: the snapshot's files are copied
 * with cp, as the server's user, and the same program is started on them with the settings that lie there.
 */
export async function restoreByHand(sandbox: BenchSandbox, snapshot: string): Promise<number> {
  const { pid } = sandbox.instance('primary');
  if (pid === null) throw new Error('the primary does not run');
  const command = commandOf(pid);
  const directory = join(dirname(command.dataDir), 'by-hand');
  const port = await freePort();
  const from = performance.now();
  await copy(command, snapshot, directory);
  const server = start({ ...command, dataDir: directory }, ['-p', String(port)]);
  try {
    await firstWrite(async () => sandbox.operator({ host: '127.0.0.1', port }));
    return (performance.now() - from) / 1000;
  } finally {
    await end(server);
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function copy({ uid, gid }: ServerCommand, from: string, to: string): Promise<void> {
  const child = spawn('/bin/cp', ['-R', '-p', from, to], { uid, gid, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`cp ended with ${code}`);
}

function start({ file, dataDir, environment, uid, gid }: ServerCommand, more: readonly string[]) {
  const options = { env: { ...environment }, cwd: dataDir, uid, gid, stdio: 'ignore' } as const;
  return spawn(file, ['-D', dataDir, ...more], options);
}

/** Immediate shutdown: nothing of it is kept. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGQUIT');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

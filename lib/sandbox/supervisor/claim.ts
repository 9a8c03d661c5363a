import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** A state directory that this process has to itself until it releases it or ends. */
export interface Claim {
  release(): Promise<void>;
}

/**
 * Takes a state directory for this process; undefined when another process has it. The claim is a socket in Linux's
 * abstract namespace (unix(7)), because the kernel gives that to one process at a time and frees it with the process,
 * even by SIGKILL; a file would have to be judged stale. Elsewhere the presence file must do.
 */
export function claim(stateDir: string): Promise<Claim | undefined> {
  if (process.platform !== 'linux') return Promise.resolve({ release: async () => undefined });
  const digest = createHash('sha256').update(realpathSync(stateDir)).digest('hex');
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', () => resolve(undefined));
    server.listen({ path: `\0muster-${digest.slice(0, 32)}` }, () =>
      resolve({ release: () => close(server) }),
    );
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

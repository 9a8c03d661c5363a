import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Takes a state directory for this process, for as long as it lives: false when another process has it. The claim is
 * a socket in Linux's abstract namespace (unix(7)), because the kernel gives that to one process at a time and frees
 * it with the process, even by SIGKILL; a file would have to be judged stale. Elsewhere the presence file must do.
 */
export function claim(stateDir: string): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(true);
  const digest = createHash('sha256').update(realpathSync(stateDir)).digest('hex');
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', () => resolve(false));
    server.listen({ path: `\0muster-${digest.slice(0, 32)}` }, () => resolve(true));
  });
}

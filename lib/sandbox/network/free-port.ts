import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const LOWEST = 12_000;
const HIGHEST = 32_000;
const MOST_TRIES = 100;

/** Ports of one sandbox. */
export interface Ports {
  /**
   * A port that is free now and was not given before, below the range from which the kernel numbers outgoing
   * connections (32768 and up on Linux): a server that is down for a while finds its port free when it returns.
   */
  free(): Promise<number>;
}

export interface PortsParts {
  readonly draw: () => number;
  readonly isFree: (port: number) => Promise<boolean>;
}

const MACHINE: PortsParts = { draw: () => randomInt(LOWEST, HIGHEST), isFree };

/** What is given stays given: most of it is listened on only later, and until then looks free. */
export function makePorts(machine: PortsParts = MACHINE): Ports {
  const given = new Set<number>();
  return {
    async free() {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const port = machine.draw();
        if (given.has(port)) continue;
        given.add(port);
        if (await machine.isFree(port)) return port;
      }
      throw new Error(`no free port was found between ${LOWEST} and ${HIGHEST} in ${MOST_TRIES} tries`);
    },
  };
}

/** A port for a test or a single server. */
export function freePort(): Promise<number> {
  return makePorts().free();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

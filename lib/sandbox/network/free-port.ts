import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const LOWEST = 12_000;
const BLOCK = 64;
const BLOCKS = 312;
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
  /** The first port of some block of 64. */
  readonly draw: () => number;
  /** Holds a port until this process ends; false where somebody else has it. */
  readonly hold: (port: number) => Promise<boolean>;
  readonly isFree: (port: number) => Promise<boolean>;
}

const MACHINE: PortsParts = { draw: () => LOWEST + BLOCK * randomInt(BLOCKS), hold, isFree };

/**
 * What is given stays given: most of it is listened on only later, and until then looks free. So that no other sandbox
 * on this machine takes it meanwhile, ports come in blocks, and who listens on the first of a block has the others.
 */
export function makePorts(machine: PortsParts = MACHINE): Ports {
  let left: number[] = [];
  async function take(): Promise<number> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const port = left.shift();
      if (port !== undefined && (await machine.isFree(port))) return port;
      if (port === undefined) left = await newBlock(machine);
    }
    throw new Error(`no free port was found above ${LOWEST} in ${MOST_TRIES} tries`);
  }
  let last: Promise<unknown> = Promise.resolve();
  return {
    free() {
      const mine = last.then(take);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

const shared = makePorts();

/** A port for a test or a single server. */
export function freePort(): Promise<number> {
  return shared.free();
}

/** The ports of a block beside the one that holds it; none where another has the block. */
async function newBlock(machine: PortsParts): Promise<number[]> {
  const first = machine.draw();
  if (!(await machine.hold(first))) return [];
  return Array.from({ length: BLOCK - 1 }, (_, index) => first + 1 + index);
}

function hold(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
    server.unref();
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

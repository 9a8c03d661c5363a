import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeLinkShaper, type LinkShaper } from './link-shaper.ts';
import { makeRegionGateway, type RegionGateway } from './region-gateway.ts';

/** What is to cross. */
export interface Freight {
  readonly from: Readable;
  readonly to: Writable;
  /** Told the bytes that have crossed so far. */
  readonly onCrossed: (bytes: number) => void;
  /** Ends it in the middle. */
  readonly signal: AbortSignal;
}

/** The way that bytes of snapshots take from a region to another one, as WAL takes its own; faults slow and cut both. */
export interface CopyRoute {
  readonly from: string;
  readonly to: string;
  readonly gateway: RegionGateway;
  readonly shaper: LinkShaper;
  /** Resolves when all has crossed. @throws Error when the way was cut, or either end failed */
  carry(freight: Freight): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface RouteParts {
  readonly from: string;
  readonly to: string;
  /** Of the gateway. */
  readonly port: number;
  /** Of the end that sends. */
  readonly senderPort: number;
}

/** A name as long as every other, which the receiving end says first, so that the other knows what is asked for. */
const NAME_BYTES = 36;

export function makeCopyRoute({ from, to, port, senderPort }: RouteParts): CopyRoute {
  const shaper = makeLinkShaper(() => undefined);
  const upstream = () => ({ host: '127.0.0.1', port: senderPort });
  const gateway = makeRegionGateway({ port, upstream, carry: shaper.carry });
  const waiting = new Map<string, Readable>();
  const server = createServer((socket) => void serve(socket, waiting).catch(() => socket.destroy()));
  return {
    from,
    to,
    gateway,
    shaper,
    async carry(freight) {
      const name = randomUUID();
      waiting.set(name, freight.from);
      await receive({ name, port, freight }).finally(() => waiting.delete(name));
    },
    async open() {
      await Promise.all([listening(server, senderPort), gateway.open()]);
    },
    async close() {
      server.close();
      await gateway.close();
    },
  };
}

async function serve(socket: Socket, waiting: ReadonlyMap<string, Readable>): Promise<void> {
  const name = await firstBytes(socket);
  const freight = waiting.get(name);
  if (!freight) throw new Error(`nobody sends ${name}`);
  await pipeline(freight, socket);
}

/** Written at once and shorter than any packet: it arrives whole. */
function firstBytes(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (chunk: Buffer) => resolve(chunk.subarray(0, NAME_BYTES).toString()));
  });
}

interface Receiving {
  readonly name: string;
  readonly port: number;
  readonly freight: Freight;
}

async function receive({ name, port, freight }: Receiving): Promise<void> {
  const { to, onCrossed, signal } = freight;
  const socket = connect({ host: '127.0.0.1', port });
  let crossed = 0;
  socket.on('data', (chunk: Buffer) => onCrossed((crossed += chunk.length)));
  socket.write(name);
  await pipeline(socket, to, { signal });
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

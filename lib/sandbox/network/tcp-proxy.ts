import { createServer, type Server, type Socket } from 'node:net';
import { resetSocket } from './reset-socket.ts';
import { openRelay, silentRelay, type Address, type Relay } from './relay.ts';

/** Where a new connection goes: an address, nowhere without an answer, or nowhere with a refusal. */
export type Route = Address | 'silent' | 'refused';

/** A TCP proxy on a fixed port of 127.0.0.1. Its sockets are those of the clients: it outlives what stands behind. */
export interface TcpProxy {
  readonly host: string;
  readonly port: number;
  listen(): Promise<void>;
  /** Opens no door any more: the kernel refuses new connections. Those that are open stay. */
  closeDoor(): void;
  /** Every open connection, held ones too. */
  connections(): readonly Relay[];
  /** Bytes that came from upstream so far. */
  bytesForwarded(): number;
  close(): Promise<void>;
}

/** `route` is asked for each new connection; a change of its answer never touches an open one. */
export function makeTcpProxy(port: number, route: () => Route): TcpProxy {
  const relays = new Set<Relay>();
  let server: Server | undefined;
  let bytes = 0;

  function accept(client: Socket): void {
    const relay = relayTo(client, route(), (count) => (bytes += count));
    if (!relay) return;
    relays.add(relay);
    void relay.closed.then(() => relays.delete(relay));
  }

  function closeDoor(): void {
    server?.close();
    server = undefined;
  }

  return {
    host: '127.0.0.1',
    port,
    async listen() {
      server ??= await listening(port, accept);
    },
    closeDoor,
    connections: () => [...relays],
    bytesForwarded: () => bytes,
    async close() {
      closeDoor();
      for (const relay of relays) relay.reset();
      await Promise.all([...relays].map((relay) => relay.closed));
    },
  };
}

function relayTo(client: Socket, route: Route, onForward: (bytes: number) => void): Relay | undefined {
  if (route === 'silent') return silentRelay(client);
  if (route !== 'refused') return openRelay(client, route, onForward);
  client.on('error', () => undefined);
  resetSocket(client);
  return undefined;
}

function listening(port: number, accept: (client: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true }, accept);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

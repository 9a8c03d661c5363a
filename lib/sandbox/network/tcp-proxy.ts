import { createServer, type Server, type Socket } from 'node:net';
import { isStillThere } from './arrival.ts';
import { type Carry, carryAtOnce } from './carriage.ts';
import { resetSocket } from './reset-socket.ts';
import { openRelay, silentRelay, type Address, type Relay } from './relay.ts';

/** What takes a client over as if it had connected there. Undefined when it refused, and has reset it. */
export interface Passage {
  admit(client: Socket): Relay | undefined;
}

/** Where a new connection goes: an address, a passage, nowhere without an answer, or nowhere with a refusal. */
export type Route = Address | Passage | 'silent' | 'refused';

/** A TCP proxy on a fixed port of 127.0.0.1. Its sockets are those of the clients: it outlives what stands behind. */
export interface TcpProxy extends Passage {
  readonly host: string;
  readonly port: number;
  /** Does nothing when it listens already, or is closed for good. */
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
export function makeTcpProxy(port: number, route: () => Route, carry: Carry = carryAtOnce): TcpProxy {
  const relays = new Set<Relay>();
  const arriving = new Set<Socket>();
  const door = makeDoor(port, (client) => void accept(client));
  let bytes = 0;

  async function accept(client: Socket): Promise<void> {
    arriving.add(client);
    const here = await isStillThere(client);
    arriving.delete(client);
    if (here) join(client, route());
  }

  function join(client: Socket, to: Route): Relay | undefined {
    const relay = relayTo(client, to, { carry, onCrossed: (count) => (bytes += count) });
    if (!relay) return undefined;
    relays.add(relay);
    void relay.closed.then(() => relays.delete(relay));
    return relay;
  }

  return {
    host: '127.0.0.1',
    port,
    admit: (client) => join(client, door.isOpen() ? route() : 'refused'),
    listen: () => door.open(),
    closeDoor: () => door.shut(),
    connections: () => [...relays],
    bytesForwarded: () => bytes,
    async close() {
      door.closeForGood();
      for (const client of arriving) resetSocket(client);
      for (const relay of relays) relay.reset();
      await Promise.all([...relays].map((relay) => relay.closed));
    },
  };
}

interface Passing {
  readonly carry: Carry;
  readonly onCrossed: (bytes: number) => void;
}

function relayTo(client: Socket, route: Route, passing: Passing): Relay | undefined {
  if (route === 'silent') return silentRelay(client);
  if (route === 'refused') {
    resetSocket(client);
    return undefined;
  }
  return 'admit' in route ? route.admit(client) : openRelay(client, { address: route, ...passing });
}

/** The listening socket, which may be wanted open and shut again before it has opened once. */
function makeDoor(port: number, accept: (client: Socket) => void) {
  let server: Server | undefined;
  let closed = false;

  function shut(): void {
    server?.close();
    server = undefined;
  }

  return {
    shut,
    isOpen: () => server !== undefined,
    async open(): Promise<void> {
      if (server || closed) return;
      server = createServer({ noDelay: true }, accept);
      await listening(server, port);
    },
    closeForGood(): void {
      closed = true;
      shut();
    },
  };
}

/** Settles too when the door was shut meanwhile. */
function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('close', () => resolve());
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

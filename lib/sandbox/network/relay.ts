import { connect, type Socket } from 'node:net';
import { resetSocket } from './reset-socket.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** One connection through a proxy: a client's socket and its upstream. */
export interface Relay {
  /** From now on nothing passes and nothing is answered, while the client's socket stays open. */
  silence(): void;
  /** Ends both sides with a reset, as a peer does that has lost its memory of the connection. */
  reset(): void;
  readonly closed: Promise<void>;
}

/** A connection that is accepted and never answered. */
export function silentRelay(client: Socket): Relay {
  const relay = makeRelay(client, undefined);
  relay.silence();
  return relay;
}

/** Joins a client with an upstream; `onForward` is told the bytes that went back to the client. */
export function openRelay(client: Socket, upstream: Address, onForward: (bytes: number) => void): Relay {
  const server = connect({ ...upstream, noDelay: true });
  const relay = makeRelay(client, server);
  client.setNoDelay(true);
  server.on('data', (chunk: Buffer) => onForward(chunk.length));
  client.pipe(server);
  server.pipe(client);
  server.once('error', () => relay.reset());
  return relay;
}

function makeRelay(client: Socket, server: Socket | undefined): Relay {
  let silent = false;
  client.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const end = () => void server?.destroy();
  void closed.then(end);

  /** What a silent client sends is read and dropped, so that its own closing is still noticed. */
  function silence(): void {
    silent = true;
    server?.unpipe(client);
    client.unpipe(server);
    server?.destroy();
    client.once('end', () => client.destroy());
    client.resume();
  }

  return {
    silence,
    reset() {
      if (server && !silent) resetSocket(server);
      resetSocket(client);
    },
    closed,
  };
}

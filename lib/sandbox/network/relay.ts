import { connect, type Socket } from 'node:net';
import type { Carry } from './carriage.ts';
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

export interface Upstream {
  readonly address: Address;
  readonly carry: Carry;
  /** Told the bytes that went back to the client. */
  readonly onCrossed: (bytes: number) => void;
}

/** Joins a client with an upstream. */
export function openRelay(client: Socket, upstream: Upstream): Relay {
  const server = connect({ ...upstream.address, noDelay: true });
  client.setNoDelay(true);
  // A socket that is closed twice over still says what went wrong: nobody need hear it.
  server.on('error', () => undefined);
  client.pipe(server);
  const carriage = upstream.carry({
    from: server,
    to: client,
    onCrossed: upstream.onCrossed,
    reset: () => relay.reset(),
  });
  const relay = makeRelay(client, { server, cut: () => carriage.cut() });
  return relay;
}

interface FarSide {
  readonly server: Socket;
  readonly cut: () => void;
}

function makeRelay(client: Socket, far: FarSide | undefined): Relay {
  let silent = false;
  client.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const end = () => {
    far?.cut();
    far?.server.destroy();
  };
  void closed.then(end);

  /** What a silent client sends is read and dropped, so that its own closing is still noticed. */
  function silence(): void {
    silent = true;
    client.unpipe(far?.server);
    end();
    client.once('end', () => client.destroy());
    client.resume();
  }

  return {
    silence,
    reset() {
      far?.cut();
      if (far && !silent) resetSocket(far.server);
      resetSocket(client);
    },
    closed,
  };
}

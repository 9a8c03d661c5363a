import type { Socket } from 'node:net';

/**
 * Turns of the event loop after which what lay in the kernel has been read: one reads what was sent, the next that
 * nothing follows, and the first may belong to the turn that accepted.
 */
const TURNS = 3;

/**
 * True when a client that was just accepted is still there. One that hung up while it waited to be accepted is closed,
 * so that it costs whatever stands behind nothing: a door that is slow would otherwise be kept so by clients that have
 * given it up, each of them a login. What a living client has said already can be read again.
 */
export async function isStillThere(client: Socket): Promise<boolean> {
  const said: Buffer[] = [];
  const listen = (chunk: Buffer) => void said.push(chunk);
  client.on('error', () => undefined);
  client.on('data', listen);
  for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
  client.off('data', listen);
  client.pause();
  if (client.readableEnded || client.destroyed) {
    client.destroy();
    return false;
  }
  if (said.length > 0) client.unshift(Buffer.concat(said));
  return true;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

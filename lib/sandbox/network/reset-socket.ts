import type { Socket } from 'node:net';

/**
 * Ends a connection with a reset. One whose end is already on its way is closed as it is: a reset fails there with
 * EINVAL, and the socket would never tell that it is closed.
 */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}

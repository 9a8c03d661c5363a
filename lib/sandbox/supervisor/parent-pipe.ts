import { Socket } from 'node:net';

/**
 * Calls `onGone` once when the other end of the pipe is closed: the process that started this one has ended, however
 * it ended, even by SIGKILL.
 */
export function watchParent(fd: number, onGone: () => void): void {
  const pipe = new Socket({ fd, readable: true, writable: false });
  let gone = false;
  const once = () => {
    if (gone) return;
    gone = true;
    onGone();
  };
  pipe.on('end', once).on('close', once).on('error', once);
  pipe.resume();
}

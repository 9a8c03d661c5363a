import { Socket } from 'node:net';

/**
 * Calls `onGone` once when the other end of the pipe is closed: the process that started this one has ended, however
 * it ended, even by SIGKILL. A word through the pipe says that this one is to go on without it (`letStand`).
 */
export function watchParent(fd: number, onGone: () => void): void {
  const pipe = new Socket({ fd, readable: true, writable: false });
  let isOver = false;
  const gone = () => {
    if (isOver) return;
    isOver = true;
    onGone();
  };
  pipe.on('end', gone).on('close', gone).on('error', gone);
  pipe.on('data', () => (isOver = true));
}

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface EchoServer {
  readonly host: string;
  readonly port: number;
  /** Ends every connection as a process does that is killed. */
  kill(): void;
}

/** Answers each message with its own name before it. */
export async function startEchoServer(name: string): Promise<EchoServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.write(`${name}:${data.toString()}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address ? address.port : 0,
    kill() {
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
    },
  };
}

export interface Caller {
  readonly socket: Socket;
  /** Sends a word; the answer, or how the connection ended, or "silence" after 400 ms. */
  say(word: string): Promise<string>;
}

export async function call(port: number): Promise<Caller> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return { socket, say: (word) => say(socket, word) };
}

function say(socket: Socket, word: string): Promise<string> {
  return new Promise((resolve) => {
    const settle = (answer: string) => {
      socket.removeAllListeners('data').removeAllListeners('close');
      clearTimeout(timer);
      resolve(answer);
    };
    const timer = setTimeout(() => settle('silence'), 400);
    socket.once('data', (data) => settle(data.toString()));
    socket.once('close', () => settle('closed'));
    if (socket.destroyed) settle('closed');
    else socket.write(word);
  });
}

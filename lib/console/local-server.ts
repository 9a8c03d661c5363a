import type { IncomingMessage, Server } from 'node:http';
import * as z from 'zod';

const Bytes = z.instanceof(Buffer);
const Address = z.object({ port: z.int() });

/** Listens on this machine alone, and answers the port; 0 asks for any free one. */
export function listenHere(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => resolve(Address.parse(server.address()).port));
  });
}

/** Ends a server, and what it still talks with. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** What was sent; null when it is more than so many bytes, which are read to their end, so that an answer is heard. */
export async function bodyOf(message: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    const part = Bytes.parse(chunk);
    bytes += part.length;
    if (bytes <= most) chunks.push(part);
  }
  return bytes <= most ? Buffer.concat(chunks) : null;
}

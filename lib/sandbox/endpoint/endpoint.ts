import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { answerControl, isControlPath, type SandboxControl } from './control-paths.ts';
import { makeHandler, type HandlerOptions } from './handler.ts';

export interface EndpointOptions extends HandlerOptions {
  readonly control: SandboxControl;
}

export interface RunningEndpoint {
  /** For AWS_ENDPOINT_URL: an IP address, so that S3 clients use path style. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/** Listens on a free port of the loopback interface for all regions and services. */
export async function startEndpoint(options: EndpointOptions): Promise<RunningEndpoint> {
  const handle = makeHandler(options);
  const paths = { key: options.credentials.secretAccessKey, control: options.control };
  const route = (message: IncomingMessage, response: ServerResponse): void => {
    if (isControlPath(message)) answerControl(paths, message, response);
    else void handle(message, response);
  };
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveTimeout: IDLE_MS }, route);
  // A client that sends `Expect: 100-continue` is told to go on by the handler, when its region answers at all.
  server.on('checkContinue', route);
  server.headersTimeout = IDLE_MS + 5000;
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, port, close: () => close(server) };
}

/** Longer than SDK clients keep idle sockets, so that none is cut just as a request is written to it. */
const IDLE_MS = 120_000;

const Address = z.object({ port: z.int() });

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, backlog: 511 }, () => {
      resolve(Address.parse(server.address()).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

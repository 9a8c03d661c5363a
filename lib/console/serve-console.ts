import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { makeFormTokens } from './form-token.ts';
import { bodyOf, closeServer, listenHere } from './local-server.ts';
import { refuseRequest } from './refuse-request.ts';
import { type Answer, answerFor, type ConsolePorts, type ConsoleSettings, failed } from './routes.ts';

export interface ConsoleOptions {
  readonly plan: ConsoleSettings['plan'];
  /** 0: any free one. */
  readonly port: number;
  /** Address under which people reach it, where that is not this machine's own; null: none. */
  readonly address: string | null;
}

export interface RunningConsole {
  readonly url: string;
  close(): Promise<void>;
}

/** No script, no frame, nothing from elsewhere, and nothing kept. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const MOST_BYTES = 16_384;

/** Serves the console on this machine alone. Whoever reaches it can answer: it believes the name that is chosen. */
export async function serveConsole(ports: ConsolePorts, options: ConsoleOptions): Promise<RunningConsole> {
  const settings = { plan: options.plan, tokens: makeFormTokens(randomBytes(32)) };
  let hosts: readonly string[] = [];
  const server = createServer((message, response) => {
    void respond(ports, { settings, hosts }, message)
      .catch((error: unknown) => failed(500, error instanceof Error ? error.message : String(error)))
      .then((answer) => write(message, response, answer));
  });
  const port = await listenHere(server, options.port);
  hosts = hostsOf(port, options.address);
  return { url: `http://127.0.0.1:${port}/`, close: () => closeServer(server) };
}

function hostsOf(port: number, address: string | null): readonly string[] {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  return address === null ? own : [...own, new URL(address).host];
}

interface Serving {
  readonly settings: ConsoleSettings;
  readonly hosts: readonly string[];
}

async function respond(
  ports: ConsolePorts,
  { settings, hosts }: Serving,
  message: IncomingMessage,
): Promise<Answer> {
  const { method = 'GET', headers, url = '/' } = message;
  const refusal = refuseRequest(method, headers, hosts);
  if (refusal) return failed(refusal.status, `Refused: ${refusal.why}.`);
  const [path = '/'] = url.split('?');
  if (method !== 'POST') return answerFor(ports, settings, { path, form: null });
  const form = (await bodyOf(message, MOST_BYTES))?.toString('utf8') ?? null;
  return form === null
    ? failed(413, `A form has at most ${MOST_BYTES} bytes.`)
    : answerFor(ports, settings, { path, form });
}

function write({ method }: IncomingMessage, response: ServerResponse, { status, html }: Answer): void {
  response.writeHead(status, HEADERS);
  response.end(method === 'HEAD' ? undefined : html);
}

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PublishedMessage } from '../sns/message-log.ts';
import type { SandboxStatus } from '../sandbox-status.ts';

/** What the sandbox answers about itself, beside AWS's services, to whoever holds its secret key. */
export interface SandboxControl {
  status(): SandboxStatus;
  /** What was published to topics, oldest first. */
  messages(): readonly PublishedMessage[];
  /** Begins anew in the same process. @throws Error that says why it cannot be, now. */
  reset(): Promise<void>;
  /** Begins to end the sandbox; the answer is sent before. */
  down(): void;
}

export interface ControlPaths {
  readonly key: string;
  readonly control: SandboxControl;
}

export function isControlPath(message: IncomingMessage): boolean {
  return message.url?.startsWith('/_sandbox/') ?? false;
}

/** `GET /_sandbox/status`, `GET /_sandbox/messages`, `POST /_sandbox/reset` and `POST /_sandbox/down`, with the secret key in `x-sandbox-key`. */
export function answerControl(paths: ControlPaths, message: IncomingMessage, response: ServerResponse): void {
  message.resume();
  if (!holdsKey(message, paths.key))
    return answer(response, 403, { message: 'x-sandbox-key is not the key' });
  switch (`${message.method} ${message.url}`) {
    case 'GET /_sandbox/status':
      return answerStatus(paths.control, response);
    case 'GET /_sandbox/messages':
      return answer(response, 200, { messages: paths.control.messages() });
    case 'POST /_sandbox/reset':
      return void answerReset(paths.control, response);
    case 'POST /_sandbox/down':
      response.once('finish', () => paths.control.down());
      return answer(response, 202, { message: 'going down' });
    default:
      return answer(response, 404, { message: 'no such path' });
  }
}

/** While the sandbox is being put together there is no status yet. */
function answerStatus(control: SandboxControl, response: ServerResponse): void {
  try {
    answer(response, 200, control.status());
  } catch (error) {
    answer(response, 503, { message: error instanceof Error ? error.message : String(error) });
  }
}

async function answerReset(control: SandboxControl, response: ServerResponse): Promise<void> {
  try {
    await control.reset();
    answer(response, 200, control.status());
  } catch (error) {
    answer(response, 409, { message: error instanceof Error ? error.message : String(error) });
  }
}

function holdsKey(message: IncomingMessage, key: string): boolean {
  const claimed = Buffer.from(String(message.headers['x-sandbox-key'] ?? ''));
  const expected = Buffer.from(key);
  return claimed.length === expected.length && timingSafeEqual(claimed, expected);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}

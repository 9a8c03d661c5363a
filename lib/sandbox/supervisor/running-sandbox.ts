import * as z from 'zod';
import { SandboxStatus } from '../sandbox-status.ts';
import { endSupervisor } from './end-supervisor.ts';
import type { PublishedMessage } from '../sns/message-log.ts';
import type { Presence } from './presence.ts';

const ANSWER_LIMIT_MS = 5_000;
const RESET_LIMIT_MS = 120_000;

/** A sandbox that stands, as another process sees it. */
export interface RunningSandbox {
  readonly endpoint: string;
  readonly credentials: Presence['credentials'];
  /** @throws Error when the sandbox does not answer, or has no status to give yet */
  status(): Promise<SandboxStatus>;
  /** What was published to its topics, oldest first. @throws Error when the sandbox does not answer */
  messages(): Promise<readonly PublishedMessage[]>;
  /**
   * Begins anew in the same supervisor: databases and doors as after a start, at new addresses; empty buckets.
   * @throws Error that says why it cannot be, for instance while a drill runs
   */
  reset(): Promise<SandboxStatus>;
  /** Resolves when the supervisor and all that it held are gone. */
  stop(): Promise<void>;
}

export function running(stateDir: string, present: Presence): RunningSandbox {
  return {
    endpoint: present.endpoint ?? '',
    credentials: present.credentials,
    status: async () => statusIn(await ask(present, { method: 'GET', path: 'status' })),
    messages: async () => messagesIn(await ask(present, { method: 'GET', path: 'messages' })),
    reset: async () => statusIn(await ask(present, { method: 'POST', path: 'reset' }, RESET_LIMIT_MS)),
    stop: async () => {
      await ask(present, { method: 'POST', path: 'down' }).catch(() => undefined);
      await endSupervisor(stateDir, present);
    },
  };
}

const Messages = z.object({
  messages: z.array(
    z.object({
      messageId: z.string(),
      topicArn: z.string(),
      region: z.string(),
      subject: z.string().nullable(),
      message: z.string(),
      at: z.string(),
    }),
  ),
});

async function messagesIn(response: Response): Promise<readonly PublishedMessage[]> {
  return Messages.parse(await response.json()).messages;
}

const Refusal = z.object({ message: z.string() });

async function statusIn(response: Response): Promise<SandboxStatus> {
  const body: unknown = await response.json();
  if (response.ok) return SandboxStatus.parse(body);
  throw new Error(`the sandbox refuses: ${Refusal.parse(body).message}`);
}

function ask(
  present: Presence,
  { method, path }: { readonly method: string; readonly path: string },
  limitMs = ANSWER_LIMIT_MS,
): Promise<Response> {
  return fetch(`${present.endpoint}/_sandbox/${path}`, {
    method,
    headers: { 'x-sandbox-key': present.credentials.secretAccessKey },
    signal: AbortSignal.timeout(limitMs),
  });
}

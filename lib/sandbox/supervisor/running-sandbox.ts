import { SandboxStatus } from '../sandbox-status.ts';
import { endSupervisor } from './end-supervisor.ts';
import type { Presence } from './presence.ts';

const ANSWER_LIMIT_MS = 5_000;

/** A sandbox that stands, as another process sees it. */
export interface RunningSandbox {
  readonly endpoint: string;
  readonly credentials: Presence['credentials'];
  /** @throws Error when the sandbox does not answer, or has no status to give yet */
  status(): Promise<SandboxStatus>;
  /** Resolves when the supervisor and all that it held are gone. */
  stop(): Promise<void>;
}

export function running(stateDir: string, present: Presence): RunningSandbox {
  return {
    endpoint: present.endpoint ?? '',
    credentials: present.credentials,
    status: () => readStatus(present),
    stop: async () => {
      await ask(present, { method: 'POST', path: 'down' }).catch(() => undefined);
      await endSupervisor(stateDir, present);
    },
  };
}

async function readStatus(present: Presence): Promise<SandboxStatus> {
  const response = await ask(present, { method: 'GET', path: 'status' });
  const body: unknown = await response.json();
  if (response.ok) return SandboxStatus.parse(body);
  throw new Error(`the sandbox at ${present.endpoint} gives no status: ${JSON.stringify(body)}`);
}

function ask(
  present: Presence,
  { method, path }: { readonly method: string; readonly path: string },
): Promise<Response> {
  return fetch(`${present.endpoint}/_sandbox/${path}`, {
    method,
    headers: { 'x-sandbox-key': present.credentials.secretAccessKey },
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
}

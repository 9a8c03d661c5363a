import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startSandbox, endSandbox } from '../../lib/sandbox/supervisor/sandbox-client.ts';
import { clientsConfig } from './clients-config.ts';
import { clientTools } from './client-tools.ts';

/** What a client is told of the sandbox. */
export interface ClientSandbox {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The AWS CLI. */
  readonly aws: string;
  /** A Python that has boto3 and the AWS CLI. */
  readonly python: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    sandbox: ClientSandbox | null;
  }
}

/** One sandbox for all files of this tier; none where there is no client to ask it. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const tools = clientTools();
  if (!tools) {
    project.provide('sandbox', null);
    return undefined;
  }
  const stateDir = await mkdtemp(join(tmpdir(), 'muster-clients-'));
  const config = clientsConfig(stateDir);
  const end = async () => {
    await endSandbox(stateDir);
    await rm(stateDir, { recursive: true, force: true });
  };
  try {
    const running = await startSandbox(config);
    const { endpoint } = await running.status();
    project.provide('sandbox', { endpoint, ...config.credentials, ...tools });
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEndpoint } from '../../../lib/sandbox/endpoint/endpoint.ts';
import { openRequestJournal } from '../../../lib/sandbox/endpoint/request-journal.ts';
import type { AnsweredCall } from '../../../lib/sandbox/cloudtrail/answered-call.ts';
import type { Services } from '../../../lib/sandbox/endpoint/dispatch.ts';
import type { Treatment } from '../../../lib/sandbox/faults/api-conditions.ts';
import type { Reachability } from '../../../lib/sandbox/faults/database-world.ts';

export const CREDENTIALS = {
  accessKeyId: 'AKIASANDBOX000000000',
  secretAccessKey: 'a secret of the sandbox',
};

export interface OpenEndpoint {
  readonly url: string;
  readonly stateDir: string;
  /** Configuration for an SDK client of a region, with one attempt and a short patience. */
  client(region: string): {
    readonly region: string;
    readonly endpoint: string;
    readonly credentials: typeof CREDENTIALS;
    readonly maxAttempts: number;
  };
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly services: Services;
  readonly reachability?: (region: string, service: string) => Reachability;
  readonly treat?: (region: string, service: string) => Treatment;
  readonly noteCall?: (call: AnsweredCall) => void;
}

export async function openEndpoint(options: OpenOptions): Promise<OpenEndpoint> {
  const { services, reachability, treat, noteCall } = options;
  const stateDir = await mkdtemp(join(tmpdir(), 'muster-endpoint-'));
  const journal = openRequestJournal(stateDir);
  const endpoint = await startEndpoint({
    credentials: CREDENTIALS,
    services,
    reachability: reachability ?? (() => 'up'),
    treat: treat ?? (() => ({ delayMs: 0, refusal: undefined, afterwards: undefined })),
    journal,
    noteCall: noteCall ?? (() => undefined),
    control: {
      status: () => {
        throw new Error('no status in this test');
      },
      messages: () => [],
      reset: () => Promise.resolve(),
      down: () => undefined,
    },
  });
  return {
    url: endpoint.url,
    stateDir,
    client: (region) => ({ region, endpoint: endpoint.url, credentials: CREDENTIALS, maxAttempts: 1 }),
    close: async () => {
      await endpoint.close();
      await journal.close();
      await rm(stateDir, { recursive: true });
    },
  };
}

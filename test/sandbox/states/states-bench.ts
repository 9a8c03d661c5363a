import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { FunctionRequest, FunctionResponse } from '../../../lib/sandbox/lambda/function-pool.ts';
import { makeObjectStore } from '../../../lib/sandbox/s3/object-store.ts';
import { makeS3 } from '../../../lib/sandbox/s3/s3.ts';
import { makeStatesService, type StatesService } from '../../../lib/sandbox/states/states-service.ts';
import type { AwsService } from '../../../lib/sandbox/wire/aws-request.ts';
import { serve } from './serve.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '123456789012';
export const BUCKET = 'bench-bucket';

/** A function of a test: its event in, its result out. */
export type TestFunction = (request: FunctionRequest) => Promise<FunctionResponse> | FunctionResponse;

/** Step Functions over HTTP with its orchestrator, and functions of the test's own. */
export interface StatesBench {
  readonly states: StatesService;
  readonly sfn: SFNClient;
  /** The S3 that the orchestrator reaches, with one bucket. */
  readonly s3: AwsService;
  readonly calls: FunctionRequest[];
  readonly pids: number[];
  readonly machineArn: string;
  /** Kills the orchestrator by SIGKILL and waits until another one serves. */
  readonly killOrchestrator: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openStatesBench(definition: string, fn: TestFunction): Promise<StatesBench> {
  const stateDir = mkdtempSync(join(tmpdir(), 'muster-states-'));
  const calls: FunctionRequest[] = [];
  const pids: number[] = [];
  const s3 = makeS3(makeObjectStore([{ name: BUCKET, region: REGION, versioning: false }]));
  const states = makeStatesService({
    config: [{ name: 'machine', region: REGION, definition }],
    stateDir,
    account: ACCOUNT,
    invokeFunction: async (request) => {
      calls.push(request);
      return fn(request);
    },
    s3,
    onChild: (_, pid) => void pids.push(pid),
  });
  await states.start();
  const server = await serve(states.service);
  const sfn = new SFNClient({
    region: REGION,
    endpoint: server.endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  return {
    states,
    sfn,
    s3,
    calls,
    pids,
    machineArn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:machine`,
    killOrchestrator: async () => {
      const before = pids.length;
      process.kill(states.orchestratorPid() ?? 0, 'SIGKILL');
      const deadline = performance.now() + 10_000;
      while (pids.length === before && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    close: async () => {
      sfn.destroy();
      await server.close();
      await states.stop();
      rmSync(stateDir, { recursive: true });
    },
  };
}

export function succeed(result: unknown): FunctionResponse {
  return { statusCode: 200, functionError: null, payload: JSON.stringify(result) };
}

import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionConfig } from '../sandbox-config.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { AwsService } from '../wire/aws-request.ts';
import type { FunctionAnswer } from './environment-process.ts';
import { makeEnvironmentPool } from './environment-pool.ts';
import { functionArn, functionNotFound, parseFunctionName } from './function-name.ts';
import { makeLambdaService } from './lambda-service.ts';

export interface FunctionPoolOptions {
  readonly functions: readonly FunctionConfig[];
  readonly account: string;
  readonly stateDir: string;
  /** Else below the state directory. */
  readonly compileCache?: string;
  /** Environment variables of a region's functions: endpoint, credentials. Nothing else is passed on. */
  readonly environmentOf: (region: string) => Readonly<Record<string, string>>;
  readonly onChild: (name: string, pid: number) => void;
  readonly idleLimitMs?: number;
}

export interface FunctionRequest {
  readonly region: string;
  /** Name or ARN. */
  readonly name: string;
  /** JSON text. */
  readonly payload: string;
  readonly invocationType: 'RequestResponse' | 'Event' | 'DryRun';
}

/** As Lambda answers: `functionError` is `Unhandled` when the payload is an error. */
export interface FunctionResponse {
  readonly statusCode: 200 | 202 | 204;
  readonly functionError: 'Unhandled' | null;
  readonly payload: string;
}

export interface FunctionPool {
  readonly service: AwsService;
  /** @throws AwsError ResourceNotFoundException, InvalidRequestContentException, RequestTooLargeException. */
  readonly invoke: (request: FunctionRequest) => Promise<FunctionResponse>;
  /** Kills all environments of a region by SIGKILL; answers how many when they are gone. Their events stay unanswered. */
  readonly endRegion: (region: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_BYTES = { RequestResponse: 6_291_456, DryRun: 6_291_456, Event: 1_048_576 };

/** The functions of all regions. Output of their processes goes to `<stateDir>/functions.log`. */
export function makeFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const { functions, account, stateDir } = options;
  mkdirSync(stateDir, { recursive: true });
  const log = openSync(join(stateDir, 'functions.log'), 'a');
  let open = true;
  const environments = makeEnvironmentPool({
    ...options,
    log,
    compileCache: options.compileCache ?? join(stateDir, 'compile-cache'),
  });

  const invoke = async (request: FunctionRequest): Promise<FunctionResponse> => {
    const config = findFunction(functions, account, request);
    checkPayload(request);
    if (request.invocationType === 'DryRun') return { statusCode: 204, functionError: null, payload: '' };
    const served = environments.serve(config, {
      requestId: randomUUID(),
      functionName: config.name,
      functionArn: functionArn({ region: config.region, account }, config.name),
      timeoutMs: config.timeoutSeconds * 1000,
      payload: request.payload === '' ? '{}' : request.payload,
    });
    // Lambda would try a failed event twice more; like a function with MaximumRetryAttempts 0, this one does not.
    if (request.invocationType === 'Event') return { statusCode: 202, functionError: null, payload: '' };
    return respond(await served);
  };

  return {
    invoke,
    service: makeLambdaService({ functions, account, invoke }),
    endRegion: environments.end,
    stop: async () => {
      await environments.end(null);
      if (open) closeSync(log);
      open = false;
    },
  };
}

/** @throws AwsError ResourceNotFoundException */
function findFunction(
  functions: readonly FunctionConfig[],
  account: string,
  { region, name }: FunctionRequest,
): FunctionConfig {
  const place = { region, account };
  const wanted = parseFunctionName(place, name);
  const found = functions.find((candidate) => candidate.region === region && candidate.name === wanted);
  if (!found) throw functionNotFound(place, name);
  return found;
}

function checkPayload({ payload, invocationType }: FunctionRequest): void {
  const limit = MAX_BYTES[invocationType];
  if (Buffer.byteLength(payload) > limit) {
    const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
    throw new AwsError('RequestTooLargeException', message, 413);
  }
  try {
    if (payload !== '') JSON.parse(payload);
  } catch (thrown) {
    const message = `Could not parse request body into json: ${thrown instanceof Error ? thrown.message : ''}`;
    throw new AwsError('InvalidRequestContentException', message);
  }
}

function respond({ failed, payload }: FunctionAnswer): FunctionResponse {
  return { statusCode: 200, functionError: failed ? 'Unhandled' : null, payload };
}

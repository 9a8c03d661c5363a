import { join } from 'node:path';
import * as z from 'zod';
import type { FunctionRequest, FunctionResponse } from '../lambda/function-pool.ts';
import type { StateMachineConfig } from '../sandbox-config.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { AwsService } from '../wire/aws-request.ts';
import { parseJsonRequest, renderJsonResult } from '../wire/json-codec.ts';
import { checkDefinition } from './asl/check-definition.ts';
import { makeSystemClock } from './asl/system-clock.ts';
import { callObjects } from './object-calls.ts';
import type { FromOrchestrator, Refusal, ToOrchestrator } from './orchestrator-messages.ts';
import { makeOrchestratorProcess } from './orchestrator-process.ts';
import { type StateMachine, stateMachineArn } from './state-machine.ts';

export interface StatesServiceOptions {
  readonly config: readonly StateMachineConfig[];
  readonly stateDir: string;
  readonly account: string;
  /** Calls a function. @throws AwsError what Lambda refuses; Step Functions reports it as `Lambda.<code>`. */
  readonly invokeFunction: (request: FunctionRequest) => Promise<FunctionResponse>;
  /** What item readers and result writers of Map states call. */
  readonly s3: AwsService;
  readonly onChild: (name: string, pid: number) => void;
}

export interface StatesService {
  readonly service: AwsService;
  /** Names of the executions that have not come to an end, of all state machines. */
  readonly running: () => Promise<readonly string[]>;
  /** Resolves when the orchestrator takes requests. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** The orchestrator's process, null while it is being started again. */
  readonly orchestratorPid: () => number | null;
}

const Executions = z.object({ executions: z.array(z.object({ name: z.string() })) });

/**
 * Step Functions of all regions. The interpreter runs in a process of its own, the orchestrator; requests that were
 * under way when it was killed are sent again.
 * @throws AwsError InvalidDefinition
 */
export function makeStatesService(options: StatesServiceOptions): StatesService {
  for (const { definition } of options.config) checkDefinition(definition);
  const firstReady = Promise.withResolvers<void>();
  const requests = makeRequests((message) => orchestrator.send(message));
  const orchestrator = makeOrchestratorProcess({
    stateDir: options.stateDir,
    configure: {
      kind: 'configure',
      directory: join(options.stateDir, 'executions'),
      machines: options.config.map((config) => stateMachine(options.account, config)),
    },
    onChild: options.onChild,
    onReady: () => {
      requests.resend();
      firstReady.resolve();
    },
    onMessage: (message, reply) => {
      if (message.kind === 'invoke') void invoke(options, message).then(reply);
      else if (message.kind === 'objects') void askObjects(options, message).then(reply);
      else requests.settle(message);
    },
  });
  return {
    service: async (request) => {
      const { operation, input } = parseJsonRequest(request);
      const output = await requests.ask({ region: request.region, operation, input });
      return renderJsonResult('1.0', request.requestId, output);
    },
    running: () => runningExecutions(options, requests),
    start: () => {
      orchestrator.start();
      return firstReady.promise;
    },
    stop: orchestrator.stop,
    orchestratorPid: orchestrator.pid,
  };
}

async function runningExecutions(
  { config, account }: StatesServiceOptions,
  requests: Requests,
): Promise<readonly string[]> {
  const found = await Promise.all(
    config.map(({ name, region }) => {
      const input = { stateMachineArn: stateMachineArn({ region, account }, name), statusFilter: 'RUNNING' };
      return requests.ask({ region, operation: 'ListExecutions', input });
    }),
  );
  return found.flatMap((output) => Executions.parse(output).executions.map(({ name }) => name));
}

function stateMachine(account: string, { name, region, definition }: StateMachineConfig): StateMachine {
  const arn = stateMachineArn({ region, account }, name);
  return { arn, name, region, definition, createdAt: makeSystemClock().now() };
}

async function invoke(
  { invokeFunction }: StatesServiceOptions,
  { id, region, name, payload, invocationType }: Extract<FromOrchestrator, { kind: 'invoke' }>,
): Promise<ToOrchestrator> {
  try {
    return { kind: 'invoked', id, response: await invokeFunction({ region, name, payload, invocationType }) };
  } catch (thrown) {
    return { kind: 'uninvoked', id, refusal: toRefusal(thrown) };
  }
}

async function askObjects(
  { s3 }: StatesServiceOptions,
  { id, call }: Extract<FromOrchestrator, { kind: 'objects' }>,
): Promise<ToOrchestrator> {
  try {
    return { kind: 'object', id, answer: await callObjects(s3, call) };
  } catch (thrown) {
    return { kind: 'noObject', id, refusal: toRefusal(thrown) };
  }
}

function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof AwsError)
    return { code: thrown.code, message: thrown.message, status: thrown.status };
  return { code: 'ServiceException', message: String(thrown), status: 500 };
}

interface Requests {
  readonly ask: (request: Pick<RequestMessage, 'region' | 'operation' | 'input'>) => Promise<unknown>;
  readonly settle: (message: FromOrchestrator) => void;
  readonly resend: () => void;
}

type RequestMessage = Extract<ToOrchestrator, { kind: 'request' }>;

/** Requests that the orchestrator has not answered. */
function makeRequests(send: (message: ToOrchestrator) => boolean): Requests {
  const waiting = new Map<number, { message: RequestMessage; answer: PromiseWithResolvers<unknown> }>();
  let last = 0;
  return {
    ask: (request) => {
      last += 1;
      const message: RequestMessage = { kind: 'request', id: last, again: false, ...request };
      const answer = Promise.withResolvers<unknown>();
      waiting.set(last, { message, answer });
      send(message);
      return answer.promise;
    },
    settle: (message) => {
      if (message.kind !== 'answered' && message.kind !== 'refused') return;
      const found = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.kind === 'answered') found?.answer.resolve(message.output);
      else found?.answer.reject(fromRefusal(message.refusal));
    },
    resend: () => {
      for (const { message } of waiting.values()) send({ ...message, again: true });
    },
  };
}

function fromRefusal({ code, message, status, members }: Refusal): AwsError {
  return new AwsError(code, message, status, members ? { members } : {});
}

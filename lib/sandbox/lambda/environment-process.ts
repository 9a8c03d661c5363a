import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type EnvironmentLife, type Served, watchEnvironment } from './environment-life.ts';
import type { InvokeMessage } from './environment-messages.ts';
import { runtimeErrorPayload } from './error-payload.ts';

const BOOTSTRAP = fileURLToPath(new URL('./environment.ts', import.meta.url));

/** Lambda gives the import of a handler ten seconds of its own. */
const INIT_LIMIT_MS = 10_000;

/** What a function answered: its result or its error, as JSON text. */
export interface FunctionAnswer {
  readonly failed: boolean;
  readonly payload: string;
}

/** One execution environment: it serves one event at a time. */
export interface EnvironmentProcess {
  readonly pid: number;
  /** False once it crashed, ran out of time, or ended: it takes no further event. */
  readonly usable: () => boolean;
  readonly serve: (event: InvokeMessage) => Promise<FunctionAnswer>;
  /** Ends it by SIGKILL, and leaves the event that it serves unanswered for ever, as the loss of a region does. */
  readonly silence: () => Promise<void>;
  /** Ends it by SIGKILL. */
  readonly end: () => void;
  readonly onExit: (listener: () => void) => void;
}

export interface EnvironmentOptions {
  readonly handlerPath: string;
  readonly environment: Readonly<Record<string, string>>;
  /** File descriptor for stdout and stderr. */
  readonly log: number;
}

export function startEnvironment({ handlerPath, environment, log }: EnvironmentOptions): EnvironmentProcess {
  const child = spawn(process.execPath, [BOOTSTRAP, handlerPath], {
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...environment },
  });
  const { pid } = child;
  if (pid === undefined)
    throw new Error(`no environment for ${handlerPath}: ${process.execPath} did not start`);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const life = watchEnvironment(child);
  const end = (): void => {
    life.spoil();
    child.kill('SIGKILL');
  };
  return {
    pid,
    usable: life.usable,
    end,
    serve: (event) => serve({ child, life, end }, event),
    silence: () => {
      life.silence();
      end();
      return exited;
    },
    onExit: (listener) => void exited.then(listener),
  };
}

interface Parts {
  readonly child: ChildProcess;
  readonly life: EnvironmentLife;
  readonly end: () => void;
}

/**
 * An import that takes longer than its own ten seconds is begun anew by Lambda within the event's time-out; here it
 * goes on for as long: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
async function serve({ child, life, end }: Parts, event: InvokeMessage): Promise<FunctionAnswer> {
  const broken = await withLimit(life.ready, INIT_LIMIT_MS + event.timeoutMs, end);
  if (broken !== null) return read(broken, event, event.timeoutMs);
  const answer = life.nextAnswer();
  child.send(event);
  return read(await withLimit(answer, event.timeoutMs, end), event, event.timeoutMs);
}

/** Words of Lambda: https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html */
function read(served: Served | 'timed out', { requestId }: InvokeMessage, limitMs: number): FunctionAnswer {
  const failure = (type: string, message: string): FunctionAnswer => ({
    failed: true,
    payload: runtimeErrorPayload(type, `RequestId: ${requestId} Error: ${message}`),
  });
  if (served === 'timed out') {
    return failure('Sandbox.Timedout', `Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`);
  }
  if (served.kind === 'answered') return { failed: served.failed, payload: served.payload };
  return failure('Runtime.ExitError', `Runtime exited with error: ${served.how}`);
}

/** Ends the environment when the limit passes first. */
async function withLimit<T>(work: Promise<T>, limitMs: number, end: () => void): Promise<T | 'timed out'> {
  const limit = Promise.withResolvers<'timed out'>();
  const timer = setTimeout(() => {
    limit.resolve('timed out');
    end();
  }, limitMs);
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Process of one execution environment: imports the handler at the path in its first argument, then answers one event
 * after another. Its state lives from one event to the next, as on Lambda. It ends when the supervisor does.
 */
import { flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type EnvironmentMessage, type InvokeMessage, isInvokeMessage } from './environment-messages.ts';
import { errorPayload, runtimeErrorPayload } from './error-payload.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const [, , handlerPath = ''] = process.argv;
const loaded = load(handlerPath);
void loaded.then(announce);

// At once: an orderly exit takes time on a busy machine, and nothing is left to be written.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (message) => {
  if (isInvokeMessage(message)) void answer(message);
});
process.on('uncaughtException', (thrown) => crash(thrown));
process.on('unhandledRejection', (thrown) => crash(thrown));

type Loaded = { readonly handler: Handler } | { readonly broken: string };

async function load(path: string): Promise<Loaded> {
  try {
    const module: unknown = await import(pathToFileURL(path).href);
    const handler = typeof module === 'object' && module && 'handler' in module ? module.handler : undefined;
    if (isHandler(handler)) return { handler };
    return { broken: runtimeErrorPayload('Runtime.HandlerNotFound', 'handler is undefined or not exported') };
  } catch (thrown) {
    console.error(thrown);
    return { broken: importError(thrown) };
  }
}

function importError(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ERR_MODULE_NOT_FOUND')
    return runtimeErrorPayload('Runtime.ImportModuleError', String(thrown));
  if (thrown instanceof SyntaxError)
    return runtimeErrorPayload('Runtime.UserCodeSyntaxError', String(thrown));
  return errorPayload(thrown);
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

function announce(outcome: Loaded): void {
  if ('broken' in outcome) return send({ kind: 'broken', payload: outcome.broken });
  send({ kind: 'ready' });
  // Written now, because environments are killed and never reach the end at which Node would write it.
  flushCompileCache();
}

async function answer(invocation: InvokeMessage): Promise<void> {
  const outcome = await loaded;
  if ('broken' in outcome) return;
  try {
    const result = await outcome.handler(JSON.parse(invocation.payload), contextOf(invocation));
    send({ kind: 'answer', failed: false, payload: JSON.stringify(result) ?? 'null' });
  } catch (thrown) {
    console.error(thrown);
    send({ kind: 'answer', failed: true, payload: errorPayload(thrown) });
  }
}

function contextOf({
  requestId,
  functionName,
  functionArn,
  timeoutMs,
}: InvokeMessage): Record<string, unknown> {
  const deadlineMs = performance.now() + timeoutMs;
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadlineMs - performance.now())),
  };
}

function crash(thrown: unknown): void {
  console.error(thrown);
  // 129 is what Lambda's runtime exits with here.
  if (!process.send) process.exit(129);
  process.send(
    { kind: 'crash', payload: errorPayload(thrown) } satisfies EnvironmentMessage,
    undefined,
    {},
    () => process.exit(129),
  );
}

function send(message: EnvironmentMessage): void {
  process.send?.(message);
}

/**
 * Process of the interpreter. It may be killed at any moment: its journals say where every execution stands, and the
 * supervisor starts it again. It ends when the supervisor does.
 */
import { flushCompileCache } from 'node:module';
import { AwsError } from '../wire/aws-error.ts';
import { unknownOperation } from '../wire/json-codec.ts';
import { makeEvaluator } from './asl/jsonata/evaluator.ts';
import { makeSystemClock } from './asl/system-clock.ts';
import { makeExecutions } from './executions/executions.ts';
import { makeJournalStore } from './executions/journal-store.ts';
import type { StatesWorld } from './operations/operation.ts';
import { OPERATIONS } from './operations/operations.ts';
import { type FromOrchestrator, type Refusal, ToOrchestrator } from './orchestrator-messages.ts';
import { makeRemoteInvoke } from './remote-invoke.ts';
import { makeRemoteObjects } from './remote-objects.ts';

const remote = makeRemoteInvoke(send);
const objects = makeRemoteObjects(send);
let world: StatesWorld | null = null;

// At once: an orderly exit takes time on a busy machine, and nothing is left to be written.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (raw) => receive(ToOrchestrator.parse(raw)));

function receive(message: ToOrchestrator): void {
  switch (message.kind) {
    case 'configure':
      return configure(message);
    case 'request':
      return handle(message);
    case 'invoked':
      return remote.settle(message.id, message.response);
    case 'uninvoked':
      return remote.refuse(message.id, message.refusal);
    case 'object':
      return objects.settle(message.id, message.answer);
    default:
      return objects.refuse(message.id, message.refusal);
  }
}

function configure({ directory, machines }: Extract<ToOrchestrator, { kind: 'configure' }>): void {
  const clock = makeSystemClock();
  const evaluate = makeEvaluator({ nowMillis: () => Math.floor(clock.now() / 1000), random: Math.random });
  const executions = makeExecutions(makeJournalStore(directory), {
    clock,
    random: Math.random,
    evaluate,
    invoke: remote.invoke,
    objects: objects.port,
  });
  world = { machines, executions };
  executions.resume();
  send({ kind: 'ready' });
  // Written now, because a process that is killed never reaches the end at which Node would write it.
  flushCompileCache();
}

function handle({ id, region, operation, input, again }: Extract<ToOrchestrator, { kind: 'request' }>): void {
  try {
    const run = OPERATIONS.get(operation);
    if (!run) throw unknownOperation();
    if (!world) throw new Error('not configured');
    send({ kind: 'answered', id, output: run(world, { region, input, again }) });
  } catch (thrown) {
    send({ kind: 'refused', id, refusal: toRefusal(thrown) });
  }
}

function toRefusal(thrown: unknown): Refusal {
  if (thrown instanceof AwsError) {
    const { code, message, status, detail } = thrown;
    return { code, message, status, ...(detail.members ? { members: detail.members } : {}) };
  }
  console.error(thrown);
  return { code: 'InternalServerError', message: String(thrown), status: 500 };
}

function send(message: FromOrchestrator): void {
  process.send?.(message);
}

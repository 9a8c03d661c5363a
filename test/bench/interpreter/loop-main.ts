import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeEvaluator } from '../../../lib/sandbox/states/asl/jsonata/evaluator.ts';
import { makeSystemClock } from '../../../lib/sandbox/states/asl/system-clock.ts';
import { type Executions, makeExecutions } from '../../../lib/sandbox/states/executions/executions.ts';
import { makeJournalStore } from '../../../lib/sandbox/states/executions/journal-store.ts';
import { LOOP, transitionsOf, work } from './loop-machine.ts';
import type { LoopMessage, LoopRound } from './loop-message.ts';

/** Of 25,000 events an execution has room for some 8,000 transitions of this kind; each round is one of its own. */
const TIMES = 333;
const ROUNDS = 10;
const MIB = 2 ** 20;

const unused = (): never => {
  throw new Error('the loop calls no S3');
};
const NO_OBJECTS = { get: unused, list: unused, put: unused };

/** The interpreter as the orchestrator runs it, journals on disk included, in a process of its own. */
async function run(directory: string): Promise<readonly LoopRound[]> {
  const clock = makeSystemClock();
  const executions = makeExecutions(makeJournalStore(directory), {
    clock,
    random: Math.random,
    evaluate: makeEvaluator({ nowMillis: () => Math.floor(clock.now() / 1000), random: Math.random }),
    invoke: ({ payload }) => work(JSON.stringify(payload)),
    objects: NO_OBJECTS,
  });
  const rounds: LoopRound[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const bareMs = await timed(bareLoop);
    const interpreterMs = await timed(() => interpreted(executions, `round-${round}`));
    rounds.push({ transitions: transitionsOf(TIMES), calls: TIMES, bareMs, interpreterMs, ...collected() });
  }
  return rounds;
}

async function bareLoop(): Promise<void> {
  for (let n = 1; n <= TIMES; n += 1) await work(JSON.stringify({ n }));
}

async function interpreted(executions: Executions, name: string): Promise<void> {
  const execution = executions.start(LOOP, { name, input: JSON.stringify({ n: 0, times: TIMES }) });
  await execution.done;
  const status = execution.ending()?.status;
  if (status !== 'SUCCEEDED') throw new Error(`${name} ended as ${status}`);
}

async function timed(what: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await what();
  return performance.now() - from;
}

/** A last-resort collection also gives back what the young generation had grown by. */
function collected(): Pick<LoopRound, 'residentMiB' | 'heapMiB'> {
  if (!globalThis.gc) throw new Error('this process was not started with --expose-gc');
  for (let time = 0; time < 2; time += 1)
    globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { rss, heapUsed } = process.memoryUsage();
  return { residentMiB: rss / MIB, heapMiB: heapUsed / MIB };
}

const directory = mkdtempSync(join(tmpdir(), 'muster-loop-'));
try {
  process.send?.({ rounds: [...(await run(directory))] } satisfies LoopMessage);
} finally {
  rmSync(directory, { recursive: true });
}
process.disconnect();

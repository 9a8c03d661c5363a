import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { FailoverJudgement } from '../../../lib/domain/run/failover-judgement.ts';
import type { RunFacts } from '../../../lib/domain/judge/run-facts.ts';
import { outputOf } from '../../sandbox/drill/command-output.ts';
import { muster } from '../run/muster-drill.ts';
import { readFacts } from '../run/read-facts.ts';
import { withStateDirectory } from '../run/state-directory.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const LOOK_MS = 50;
const WATCHED_WITHIN_MS = 60_000;
/** A loss has to have been seen for a while before a person would act on it. */
const LOST_FOR_MS = 3_000;

/** Who runs it: the same fault, load, approval and fence either way. */
export type Keystroke = 'drill' | 'real';

export interface KeyedFailover {
  readonly verdict: string;
  /** From the command's start to the first acknowledged write at the recovery site. */
  readonly seconds: number;
  /** From the start of the execution, that is without the command's own look around. */
  readonly executionSeconds: number;
  /** From the fence's beginning to that write: what both do alike. */
  readonly fenceSeconds: number;
  readonly rungs: readonly TriedRung[];
}

const WHY = 'clients cannot reach the primary';
const CONFIRMED = ['--as', 'Duty engineer', '--confirm', 'orders', '--reason', WHY];
const ARGUMENTS: Readonly<Record<Keystroke, readonly string[]>> = {
  drill: ['drill', 'failover', '--json'],
  real: ['failover', '--real', '--json', ...CONFIRMED, '--stale-evidence', WHY, '--despite', WHY],
};

/**
 * One failover of clients that cannot reach their primary, on a sandbox of its own that a watch is on. It is approved by
 * another person as soon as it asks. @throws Error when it came to no recovery
 */
export function keyedFailover(how: Keystroke, planText: string): Promise<KeyedFailover> {
  return withStateDirectory(async (stateDir) => {
    const plan = join(stateDir, 'plan.yaml');
    await writeFile(plan, planText);
    await called(stateDir, 'sandbox', 'up', '--plan', plan);
    await called(stateDir, 'watch', 'start', '--plan', plan);
    await watched(stateDir, plan);
    if (how === 'real') {
      await called(stateDir, 'sandbox', 'fault', 'add', 'partition=clients');
      await sleep(LOST_FOR_MS);
    }
    return timed(stateDir, [...ARGUMENTS[how], '--plan', plan]);
  });
}

async function timed(stateDir: string, args: readonly string[]): Promise<KeyedFailover> {
  const before = new Set(await runsIn(stateDir));
  const startedAt = Date.now() * 1000;
  const child = spawn('npx', ['--no-install', 'muster', ...args], {
    cwd: ROOT,
    env: { ...process.env, MUSTER_STATE_DIR: stateDir, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { ended, stderr } = outputOf(child);
  const over = ended.then(() => true);
  const asked = async () => {
    while (!/waiting for approval/i.test(stderr())) if (await Promise.race([over, sleep(LOOK_MS)])) return;
    const run = (await runsIn(stateDir)).find((name) => !before.has(name)) ?? '';
    await called(stateDir, 'approve', run, '--as', 'Head of operations');
  };
  const [{ stdout }] = await Promise.all([ended, asked()]);
  if (!stdout.startsWith('{')) throw new Error(`it ended without a judgement: ${stderr().trim()}`);
  const judgement = FailoverJudgement.parse(JSON.parse(stdout));
  if (judgement.recoveredAt === null)
    throw new Error(`nothing recovered: ${JSON.stringify(judgement.reasons)}`);
  const facts = await readFacts(judgement.directory);
  const writtenAt = parseInstant(judgement.recoveredAt);
  const since = (state: string) => (writtenAt - (facts.enteredAt(state) ?? Number.NaN)) / 1e6;
  return {
    verdict: judgement.verdicts.overall,
    seconds: (writtenAt - startedAt) / 1e6,
    executionSeconds: since('AcquireLock'),
    fenceSeconds: since('FenceOldPrimary'),
    rungs: rungsOf(facts),
  };
}

async function runsIn(stateDir: string): Promise<readonly string[]> {
  return readdir(join(stateDir, 'runs')).catch((): string[] => []);
}

async function called(stateDir: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await muster(args, stateDir);
  if (code !== 0) throw new Error(`muster ${args.join(' ')} ended with ${code}: ${stderr.trim()}`);
  return stdout;
}

/** Until every series of the watch has seen something good: before that a loss would have no witness. */
async function watched(stateDir: string, plan: string): Promise<void> {
  const deadline = performance.now() + WATCHED_WITHIN_MS;
  for (;;) {
    const seen = await called(stateDir, 'watch', 'status', '--plan', plan).catch(() => 'nothing yet');
    if (!seen.includes('none good') && !seen.includes('nothing yet')) return;
    if (performance.now() > deadline) throw new Error(`the watch has seen nothing: ${seen}`);
    await sleep(LOOK_MS);
  }
}

export interface TriedRung {
  readonly rung: string;
  readonly result: string;
  readonly seconds: number;
}

/** What became of each rung of the fence and of each probe of it, and how long that took. */
function rungsOf(facts: RunFacts): readonly TriedRung[] {
  const attempts = facts.outcome('FenceOldPrimary')?.databases.flatMap((database) => database.attempts) ?? [];
  return attempts.map(({ rung, result, seconds }) => ({ rung, result, seconds }));
}

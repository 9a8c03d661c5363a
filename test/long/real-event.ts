import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { muster, startMuster, withStateDirectory } from '../sandbox/drill/muster-command.ts';
import { planWith } from '../sandbox/drill/plan-with.ts';

const POLL_MS = 100;
const SAID_WITHIN_MS = 120_000;

const PEOPLE = `hold: PT3S

approvals:
  unattended: true
  people: [{ name: Head of operations }, { name: Head of data }, { name: Duty engineer }]
  real: { needed: 1, timeout: PT5M }
  divergence: { needed: 2, timeout: PT5M }

drills:`;

/** Commands that start a run and are no failover. */
const OF_THEIR_OWN: ReadonlySet<string> = new Set(['runs', 'failback']);

/** A sandbox under a plan that names people, and what a test does to it as they would. */
export interface RealEvent {
  readonly state: string;
  readonly command: (...args: readonly string[]) => Promise<string>;
  /** What somebody may not say: exit code 64, and why. */
  readonly refused: (...args: readonly string[]) => Promise<string>;
  /** Starts a real failover, or what the arguments name; answers the run's name once it has one, and how it ends. */
  readonly start: (...args: readonly string[]) => Promise<StartedReal>;
}

export interface StartedReal {
  readonly run: string;
  readonly directory: string;
  readonly ended: ReturnType<typeof startMuster>['ended'];
  /** Waits until the run has said so, so many times, to whoever started it. */
  readonly says: (words: string, times?: number) => Promise<void>;
  readonly judgement: () => Promise<FailoverJudgement>;
}

/** The plan that drills use, with people, and with what else a test changes in it. */
export const ordersWithPeople = (state: string, changes: Readonly<Record<string, string>> = {}) =>
  planWith(state, { 'hold: PT3S\n\ndrills:': PEOPLE, ...changes });

/** Runs `use` on a sandbox that a watch is on; `planOf` answers the file of a plan that names people. */
export function inRealEvent(
  use: (event: RealEvent) => Promise<void>,
  planOf: (state: string) => Promise<string> = (state) => ordersWithPeople(state),
): Promise<void> {
  return withStateDirectory(async (state) => {
    const plan = await planOf(state);
    const call = async (code: number, args: readonly string[]) => {
      const result = await muster(args, state);
      expect(result.code, `${args.join(' ')}: ${result.stdout}\n${result.stderr}`).toBe(code);
      return `${result.stdout}${result.stderr}`;
    };
    await call(0, ['sandbox', 'up', '--plan', plan]);
    try {
      await call(0, ['watch', 'start', '--plan', plan, '--interval', '50ms']);
      await watched(state, plan);
      await use({
        state,
        command: (...args) => call(0, args),
        refused: (...args) => call(64, args),
        start: (...args) =>
          start(
            state,
            OF_THEIR_OWN.has(args[0] ?? '') ? args : ['failover', '--plan', plan, '--real', ...args],
          ),
      });
    } finally {
      await muster(['sandbox', 'down'], state);
    }
  });
}

/** Until every series has seen what it watches: before that a loss would find no witness. */
async function watched(state: string, plan: string): Promise<void> {
  const deadline = Date.now() + SAID_WITHIN_MS;
  for (;;) {
    const { code, stdout } = await muster(['watch', 'status', '--plan', plan], state);
    if (code === 0 && !stdout.includes('none good') && !stdout.includes('nothing yet')) return;
    if (Date.now() > deadline) throw new Error(`the watch has seen nothing: ${stdout}`);
    await sleep(POLL_MS);
  }
}

async function start(state: string, args: readonly string[]): Promise<StartedReal> {
  const runs = join(state, 'runs');
  const names = () => readdir(runs).catch((): string[] => []);
  const before = new Set(await names());
  const { ended, stderr } = startMuster(args, state);
  const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    const deadline = Date.now() + SAID_WITHIN_MS;
    for (;;) {
      const seen = await look();
      if (seen !== undefined) return seen;
      if (Date.now() > deadline) throw new Error(`not within ${SAID_WITHIN_MS} ms: ${stderr()}`);
      await sleep(POLL_MS);
    }
  };
  const run = await until(async () => (await names()).find((name) => !before.has(name)));
  const directory = join(runs, run);
  return {
    run,
    directory,
    ended,
    says: async (words, times = 1) =>
      void (await until(async () => (stderr().split(words).length > times ? true : undefined))),
    judgement: async () =>
      FailoverJudgement.parse(JSON.parse(await readFile(join(directory, 'judgement.json'), 'utf8'))),
  };
}

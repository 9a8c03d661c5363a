import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { CommandResult } from '../drill/command-output.ts';
import { muster, withStateDirectory } from '../drill/muster-command.ts';
import { planWith } from '../drill/plan-with.ts';

const PEOPLE = `hold: PT3S

notifications: { topics: ['arn:aws:sns:eu-west-1:000000000000:on-call'] }

approvals:
  people: [{ name: Head of operations }, { name: Head of data }, { name: Duty engineer }]
  real: { needed: 1, timeout: PT5M }
  divergence: { needed: 2, timeout: PT5M }

drills:`;
const CHANGES = {
  'hold: PT3S\n\ndrills:': PEOPLE,
  'bucket: muster-orders-eu-west-1 }':
    'bucket: muster-orders-eu-west-1 }\n  witness: { name: stockholm, region: eu-north-1, bucket: muster-orders-eu-north-1 }',
  'allowedRegions: [eu-central-1, eu-west-1]': 'allowedRegions: [eu-central-1, eu-west-1, eu-north-1]',
};
const ASKED = ['--as', 'Duty engineer', '--reason', 'dark', '--stale-evidence', 'a first run'];

/** What a real failover asks its person last. */
export const QUESTION = "Type the plan's name to start a REAL failover, anything else to leave: ";

/** A sandbox under a plan that names people: watched, and then without its primary region. */
export interface LostRegion {
  readonly state: string;
  /** A command that ends with that exit code; answers what it wrote. */
  readonly command: (code: number, ...args: readonly string[]) => Promise<CommandResult>;
  /** The arguments of a real failover, with these behind them. */
  readonly failover: (...options: readonly string[]) => readonly string[];
  /** Names of the runs that were started. */
  readonly runs: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** @throws Error when it does not stand, or the watch does not see what it should, within a minute */
async function openLostRegion(): Promise<LostRegion> {
  const ready = Promise.withResolvers<LostRegion>();
  const done = Promise.withResolvers<void>();
  const over = withStateDirectory(async (state) => {
    try {
      const plan = await planWith(state, CHANGES);
      await loseRegion(state, plan);
      ready.resolve({
        state,
        command: (code, ...args) => command(state, code, args),
        failover: (...options) => ['failover', '--plan', plan, '--real', ...ASKED, ...options],
        runs: () => readdir(join(state, 'runs')).catch((): string[] => []),
        close: async () => {
          done.resolve();
          await over;
        },
      });
      await done.promise;
    } catch (error) {
      ready.reject(error);
    } finally {
      await muster(['sandbox', 'down'], state);
    }
  });
  return ready.promise;
}

async function loseRegion(state: string, plan: string): Promise<void> {
  const seen = () => muster(['watch', 'status', '--plan', plan], state);
  await command(state, 0, ['sandbox', 'up', '--plan', plan]);
  await command(state, 0, ['watch', 'start', '--plan', plan, '--interval', '50ms']);
  await until(async () => !/none good|nothing yet/.test((await seen()).stdout), 'the watch sees nothing');
  await command(state, 0, ['sandbox', 'fault', 'add', 'region-loss']);
  await until(async () => (await seen()).code === 1, 'the watch does not see the loss');
}

async function command(state: string, code: number, args: readonly string[]): Promise<CommandResult> {
  const result = await muster(args, state);
  expect(result.code, `${args.join(' ')}: ${result.stdout}\n${result.stderr}`).toBe(code);
  return result;
}

async function until(look: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await look())) if (performance.now() > deadline) throw new Error(what);
}

/** One of them for all tests of a file, which ends with them. */
export function lostRegionForAll(): () => LostRegion {
  let lost: LostRegion | undefined;
  beforeAll(async () => {
    lost = await openLostRegion();
  }, 300_000);
  afterAll(() => lost?.close(), 120_000);
  return () => {
    if (!lost) throw new Error('it stands while tests run, and not before');
    return lost;
  };
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FailoverInput } from '../../../lib/domain/run/failover-input.ts';
import { muster, withStateDirectory } from '../drill/muster-command.ts';
import { onTerminal } from '../drill/on-terminal.ts';
import { planWith } from '../drill/plan-with.ts';

const LIMIT = { timeout: 400_000 };
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
const QUESTION = "Type the plan's name to start a REAL failover, anything else to leave: ";

let state: string;
let plan: string;
let end: () => void = () => undefined;
let over: Promise<void>;

/** A command that ends with that exit code; answers what it wrote. */
async function command(code: number, ...args: readonly string[]) {
  const result = await muster(args, state);
  expect(result.code, `${args.join(' ')}: ${result.stdout}\n${result.stderr}`).toBe(code);
  return result;
}

const seen = () => muster(['watch', 'status', '--plan', plan], state);

async function until(look: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await look())) if (performance.now() > deadline) throw new Error(what);
}

/** One standing sandbox for all: watched, and then without its primary region. */
beforeAll(async () => {
  const ready = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  end = done.resolve;
  over = withStateDirectory(async (directory) => {
    state = directory;
    try {
      plan = await planWith(state, CHANGES);
      await command(0, 'sandbox', 'up', '--plan', plan);
      await command(0, 'watch', 'start', '--plan', plan, '--interval', '50ms');
      await until(async () => !/none good|nothing yet/.test((await seen()).stdout), 'the watch sees nothing');
      await command(0, 'sandbox', 'fault', 'add', 'region-loss');
      await until(async () => (await seen()).code === 1, 'the watch does not see the loss');
      ready.resolve();
      await done.promise;
    } catch (error) {
      ready.reject(error);
    } finally {
      await muster(['sandbox', 'down'], state);
    }
  });
  await ready.promise;
}, 300_000);
afterAll(async () => {
  end();
  await over;
}, 120_000);

const failover = (...options: readonly string[]) => [
  'failover',
  '--plan',
  plan,
  '--real',
  ...ASKED,
  ...options,
];
const runs = () => readdir(join(state, 'runs')).catch((): string[] => []);

test(
  'the input for the console is printed unconfirmed, with how it is started, and starts nothing',
  LIMIT,
  async () => {
    const { stdout, stderr } = await command(0, ...failover('--print-input'));
    const input = FailoverInput.parse(JSON.parse(stdout));
    expect(input).toMatchObject({ scope: 'real', plan: { name: 'orders' } });
    expect(input.real).toMatchObject({
      initiator: 'Duty engineer',
      confirmed: '',
      how: 'console',
      confirmedAt: null,
      printedAt: expect.stringMatching(/Z$/),
      advice: { recommendation: 'fail over' },
      staleEvidence: 'a first run',
      breakGlass: null,
    });
    expect(stderr).toContain(`start-execution --region eu-west-1 --name ${input.run}`);
    expect(stderr).toContain('"confirmed": "orders"');
    expect(await runs()).toEqual([]);
  },
);

test('on-call sees on one screen what issue 6 names, and another name starts nothing', LIMIT, async () => {
  const terminal = onTerminal(failover(), state);
  const seconds = await terminal.shows(QUESTION);
  console.log(`the screen stood after ${seconds.toFixed(1)} s`);
  const screen = terminal.shown();
  for (const words of [
    'REAL FAILOVER of orders: frankfurt (eu-central-1) → ireland (eu-west-1)',
    'LOST       REGION LOST',
    'HEALTH     eu-central-1 (primary): does not answer',
    'HEARTBEAT  orders-db: last acknowledged',
    'AT RISK    orders-db',
    'PROVEN     never',
    'DURATION   ',
    'CALLS      ',
    'NO UNDO    RDS PromoteReadReplica of orders-ireland in eu-west-1',
    'APPROVAL   1 of Head of operations, Head of data',
    'CONFLICT   none: the lock is free',
  ])
    expect(screen).toContain(words);
  terminal.types('order');
  expect(await terminal.ended, terminal.shown()).toBe(64);
  expect(terminal.shown()).toContain(
    'nothing was started: "order" was typed, and the plan\'s name is orders',
  );
  expect(await runs()).toEqual([]);
});

test(
  'behind the glass nobody is asked: the name starts it, all are told, and it is taken back',
  LIMIT,
  async () => {
    const terminal = onTerminal(failover('--break-glass', 'nobody answers the phone'), state);
    await terminal.shows(QUESTION);
    expect(terminal.shown()).toContain('nobody is asked: break-glass by Duty engineer');
    terminal.types('orders');
    await terminal.shows('THE FENCE IS NOT PROVEN');
    expect(terminal.shown()).not.toContain('WAITING FOR APPROVAL');
    const [run = ''] = await runs();
    const { stdout } = await command(0, 'abort', run, '--as', 'Head of data', '--reason', 'a false alarm');
    expect(stdout).toContain('before anything was promoted');
    expect(await terminal.ended, terminal.shown()).not.toBe(0);
    const judgement = await readFile(join(state, 'runs', run, 'judgement.json'), 'utf8');
    const glass = 'BREAK-GLASS by Duty engineer: nobody answers the phone.';
    expect(judgement).toContain(glass);
    const told = JSON.parse((await command(0, 'sandbox', 'messages', '--json')).stdout);
    expect(told).toContainEqual(
      expect.objectContaining({
        subject: expect.stringContaining('started, BREAK-GLASS'),
        message: expect.stringContaining(`\n${glass}\n`),
      }),
    );
  },
);

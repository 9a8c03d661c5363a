import { expect, test } from 'vitest';
import { FailoverInput } from '../../../lib/domain/run/failover-input.ts';
import { onTerminal } from '../drill/on-terminal.ts';
import { lostRegionForAll, QUESTION } from './lost-region.ts';

/** What is started at a terminal, behind the glass, is in test/long. */
const LIMIT = { timeout: 400_000 };

const region = lostRegionForAll();

test(
  'the input for the console is printed unconfirmed, with how it is started, and starts nothing',
  LIMIT,
  async () => {
    const { stdout, stderr } = await region().command(0, ...region().failover('--print-input'));
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
    expect(await region().runs()).toEqual([]);
  },
);

test('on-call sees on one screen what issue 6 names, and another name starts nothing', LIMIT, async () => {
  const terminal = onTerminal(region().failover(), region().state);
  const seconds = await terminal.shows(QUESTION);
  console.log(`the screen stood after ${seconds.toFixed(1)} s`);
  const screen = terminal.shown();
  for (const words of [
    'REAL FAILOVER of orders on a sandbox: frankfurt (eu-central-1) → ireland',
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
  expect(await region().runs()).toEqual([]);
});

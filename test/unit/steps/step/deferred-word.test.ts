import { describe, expect, it } from 'vitest';
import type { OutcomeOf } from '../../../../lib/domain/record/outcomes.ts';
import type { DeferredFenceRequest } from '../../../../lib/domain/fence/deferred-fence.ts';
import { rememberedWord, wordOn } from '../../../../lib/steps/step/deferred-word.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../../fakes/fake-databases.ts';
import { makeFakeWorkflows } from '../../../fakes/fake-workflows.ts';
import { ORDERS, runInput } from '../../../fakes/run-input.ts';
import { makeStepWorld } from '../../../fakes/step-world.ts';

const { plan, sites, fence } = runInput();
const REQUEST: DeferredFenceRequest = {
  schemaVersion: 1,
  run: 'run-1',
  plan,
  sites,
  fence,
  owner: 'arn:run-1',
  lockKey: 'locks/orders.json',
  lockNotTaken: true,
  databases: [{ ...ORDERS, primaryAddress: null, securityGroups: [] }],
  deferredAt: '2026-03-01T12:00:00.000000Z',
};
type Settled = OutcomeOf<'ReturnRegion'>['databases'][number]['fence'];

function outcome(attempt: number, settled: Settled, id = 'orders') {
  const at = '2026-03-01T12:00:00.000000Z';
  const databases = [{ id, fence: settled, rolesWithoutLogin: [], probe: '' }];
  const data = { experimentState: 'none', databases };
  return {
    [`runs/run-1/record/ReturnRegion/${attempt}/outcome.json`]: JSON.stringify({
      schemaVersion: 1,
      kind: 'outcome',
      state: 'ReturnRegion',
      attempt,
      at,
      data,
    }),
  };
}

interface Given {
  readonly texts?: Record<string, string>;
  readonly status?: string | null;
  /** What the control plane has of the replica; null: no such instance. */
  readonly source?: string | null | undefined;
  readonly gone?: boolean;
}

function given({ texts = {}, status = 'RUNNING', source = REPLICA.source, gone = false }: Given = {}) {
  const world = makeStepWorld({ texts });
  const instances = gone ? [PRIMARY] : [PRIMARY, { ...REPLICA, source }];
  return {
    ...world,
    databases: makeFakeDatabases(world.journal, instances),
    workflows: makeFakeWorkflows(world.journal, { statuses: status === null ? {} : { 'arn:run-1': status } }),
  };
}

const SEALED = { 'runs/run-1/files/record.ndjson': '{}' };
const ASKED = { 'runs/run-1/record/PromoteReplica/0/intent.json': '{}' };
const BACK = { 'runs/run-1/record/ReturnRegion/0/intent.json': '{}' };
const BACK_AGAIN = { 'runs/run-1/record/ReturnRegion/10/intent.json': '{}' };

describe('whether an old primary is to be fenced now', () => {
  it.each([
    ['its replica has been promoted', { source: null, status: 'FAILED' }, true],
    ['its promotion was asked for, and the run is under way', { texts: ASKED }, false],
    ['it was fenced on the way back', { texts: { ...ASKED, ...outcome(0, 'proven') } }, false],
    ['another database went back', { texts: { ...ASKED, ...outcome(0, 'lifted', 'ledger') } }, false],
    [
      'a later way back has decided otherwise',
      { texts: { ...ASKED, ...outcome(2, 'lifted'), ...outcome(10, 'proven') } },
      false,
    ],
  ] satisfies [string, Given, boolean][])('it is where %s', async (_, seen, holds) => {
    await expect(wordOn(given(seen), REQUEST, ORDERS)).resolves.toEqual({ go: 'fence', holds });
  });

  it.each([
    ['the run is under way', {}, true],
    ['nobody knows what became of the run', { status: null }, false],
    ['its replica is gone, and the run is under way', { gone: true }, true],
    ['a promotion was asked for by a run that may be resumed', { texts: ASKED, status: 'ABORTED' }, false],
    ['the run has ended, and its replica is gone', { texts: SEALED, status: 'FAILED', gone: true }, false],
    ['the way back was only begun', { texts: BACK }, false],
    ['the way back was only begun, after a promotion was asked for', { texts: { ...ASKED, ...BACK } }, false],
    [
      'a later way back was only begun',
      { texts: { ...ASKED, ...outcome(0, 'proven'), ...BACK_AGAIN } },
      false,
    ],
  ] satisfies [string, Given, boolean][])('it is not yet where %s', async (_, seen, toBeAsked) => {
    await expect(wordOn(given(seen), REQUEST, ORDERS)).resolves.toEqual({ go: 'wait', toBeAsked });
  });

  it.each(['lifted', 'not-needed'] as const)(
    'it is not any more where the run turned back (%s)',
    async (back) => {
      const texts = { ...ASKED, ...outcome(0, 'proven'), ...outcome(1, back) };
      await expect(wordOn(given({ texts }), REQUEST, ORDERS)).resolves.toEqual({
        go: 'not-needed',
        why: 'nothing was promoted in its place: run run-1 turned back',
      });
    },
  );

  it.each([
    ['without asking for a promotion', SEALED],
    ['although a promotion was asked for', { ...SEALED, ...ASKED }],
  ])('it is not any more where the run has ended with nothing promoted, %s', async (_, texts) => {
    await expect(wordOn(given({ texts, status: 'ABORTED' }), REQUEST, ORDERS)).resolves.toEqual({
      go: 'not-needed',
      why: 'run run-1 ended as ABORTED, and nothing is promoted in place of orders-north',
    });
  });

  it('is what the control plane says, when that fails with anything else than a missing instance', async () => {
    const world = given();
    const databases = { ...world.databases, describe: () => Promise.reject(new Error('throttled')) };
    await expect(wordOn({ ...world, databases }, REQUEST, ORDERS)).rejects.toThrow('throttled');
  });
});

describe('a word that is remembered', () => {
  const calls = (journal: readonly string[]) =>
    journal.filter((line) => line.startsWith('databases.describe')).length;

  it('holds for five seconds once a replica is seen to be promoted', async () => {
    const world = given({ source: null });
    const word = rememberedWord(world, REQUEST, ORDERS);
    await expect(word()).resolves.toEqual({ go: 'fence', holds: true });
    await world.clock.advance(4_999.999);
    await expect(word()).resolves.toEqual({ go: 'fence', holds: true });
    expect(calls(world.journal)).toBe(1);
    await world.clock.advance(0.001);
    await expect(word()).resolves.toEqual({ go: 'fence', holds: true });
    expect(calls(world.journal)).toBe(2);
  });

  it('is asked for each time while a promotion was only asked for', async () => {
    const world = given({ texts: ASKED });
    const word = rememberedWord(world, REQUEST, ORDERS);
    await word();
    await expect(word()).resolves.toEqual({ go: 'fence', holds: false });
    expect(calls(world.journal)).toBe(2);
  });

  it('is asked for each time while it is to wait', async () => {
    const world = given();
    const word = rememberedWord(world, REQUEST, ORDERS);
    await word();
    await expect(word()).resolves.toEqual({ go: 'wait', toBeAsked: true });
    expect(calls(world.journal)).toBe(2);
  });
});

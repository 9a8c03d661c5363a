import { expect, test } from 'vitest';
import { readLocks, unfinishedRuns } from '../../../lib/cli/unfinished-runs.ts';
import { RegionUnreachable } from '../../../lib/domain/failure.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import type { Objects } from '../../../lib/ports/objects.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { fakeTemplates } from '../../fakes/fake-templates.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';

const lockOf = (run: string, state: 'held' | 'free') =>
  makeMemoryObjects({
    [runKeys.lock('orders', 'failover')]: JSON.stringify({ owner: `arn:${run}`, run, state, generation: 1 }),
  });

const refusing = (error: Error): Objects => ({
  ...makeMemoryObjects(),
  get: async () => {
    throw error;
  },
});
const LOST = new RegionUnreachable({ subject: 's3', seen: 'ETIMEDOUT', limit: 'an answer within 4 s' });

const read = (recovery: Objects, primary: Objects) =>
  readLocks({ plan: 'orders', recovery: { objects: recovery }, primary: { objects: primary } });

test('locks are those that are held, by whom, at either site', async () => {
  const held = { site: 'primary', owner: 'arn:run-1', run: 'run-1' };
  await expect(read(lockOf('run-1', 'free'), lockOf('run-1', 'held'))).resolves.toEqual({
    held: [held],
    unread: null,
  });
});

test('a lock in a lost region is not known, which takes nothing from the other', async () => {
  const { held, unread } = await read(lockOf('run-1', 'held'), refusing(LOST));
  expect(held).toEqual([{ site: 'recovery', owner: 'arn:run-1', run: 'run-1' }]);
  expect(unread).toBe(
    'the lock of the primary site is not known: s3: saw ETIMEDOUT; expected an answer within 4 s',
  );
});

test('a lost recovery region, and a failure that is none of a region, is not passed over', async () => {
  await expect(read(refusing(LOST), lockOf('run-1', 'held'))).rejects.toBe(LOST);
  await expect(read(lockOf('run-1', 'held'), refusing(new Error('no access')))).rejects.toThrow('no access');
});

const CLEANED = {
  schemaVersion: 1,
  kind: 'outcome',
  state: 'CleanUp',
  attempt: 0,
  at: '2026-03-01T12:00:00.000000Z',
  data: { runningExperiments: [], taggedResources: [], runningExecutions: [], problems: [] },
};

const endedWith = (texts: Readonly<Record<string, string>>) => {
  const objects = makeMemoryObjects({
    [runKeys.plan('run-1')]: 'a plan',
    [runKeys.entry('run-1', CLEANED)]: JSON.stringify(CLEANED),
    ...texts,
  });
  const known = makeFakeExecutions([], [{ arn: 'arn:run-1', name: 'run-1', status: 'FAILED' }]);
  const executions = { ...known, inputOf: async () => ({ scope: 'rehearsal' }) };
  const site = { objects, executions, workflows: makeFakeWorkflows(), close: () => undefined };
  return unfinishedRuns({
    plan: 'orders',
    machineArns: { failover: 'f', switchover: 's', backup: 'b', 'replication-check': 'r', restore: 't' },
    recovery: site,
    primary: { objects: makeMemoryObjects() },
    templates: fakeTemplates().templates,
    regions: [],
    now: () => NOON,
    sleep: async () => undefined,
  });
};

test('a run that is cleaned up is unfinished for as long as its record has no seal', async () => {
  const [unsealed] = await endedWith({});
  expect(unsealed).toMatchObject({ run: 'run-1', cleanUp: 'cleaned up', sealed: false, heldLocks: [] });
  await expect(endedWith({ [runKeys.file('run-1', 'record.ndjson')]: '{}' })).resolves.toEqual([]);
});

test('what its clean-up has found still there is said in words, a fence with what to do by hand', async () => {
  const held = { id: 'orders', region: 'eu-north-1', instance: 'orders-north', byHand: ['start it'] };
  const entry = { ...CLEANED, attempt: 1, data: { ...CLEANED.data, fencesInForce: [held] } };
  const [left] = await endedWith({ [runKeys.entry('run-1', entry)]: JSON.stringify(entry) });
  expect(left).toMatchObject({
    cleanUp: 'not wholly cleaned up',
    leftBehind: [
      'the fence of orders-north in eu-north-1 may still be in force, and its clients kept out (by hand: start it)',
    ],
  });
});

import { expect, test } from 'vitest';
import { readLocks } from '../../../lib/cli/unfinished-runs.ts';
import { RegionUnreachable } from '../../../lib/domain/failure.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import type { Objects } from '../../../lib/ports/objects.ts';
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

import { expect, test } from 'vitest';
import { LogBroken } from '../../../lib/domain/failure.ts';
import { newestHeads } from '../../../lib/evidence/newest-heads.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld } from '../../fakes/log-world.ts';
import { makeManualClock } from '../../fakes/manual-clock.ts';

const broken = { newest: () => Promise.reject(new LogBroken({ subject: 's', seen: 'x', limit: 'y' })) };
const lost = { newest: () => new Promise<null>(() => {}) };

test('of each log that answers in time its newest head is taken, and none of the others holds it up', async () => {
  const one = makeLogWorld({ origin: 'muster/eu-central-1/one' });
  for (const run of ['a', 'b']) await one.append(startLeaf(run));
  const empty = makeLogWorld({ origin: 'muster/us-east-1/empty' });
  const clock = makeManualClock();
  const heads = await clock.drive(
    newestHeads({ logs: [lost, one.reader, broken, empty.reader], clock, limitMs: 500 }),
  );
  const newest = await one.reader.newest();
  expect(heads).toEqual([
    { origin: 'muster/eu-central-1/one', size: 2, root: newest?.signed.checkpoint.root },
  ]);
  expect(clock.monotonicNs()).toBe(500_000_000n);
});

test('nobody waits where all have answered', async () => {
  const clock = makeManualClock();
  const one = makeLogWorld();
  await one.append(startLeaf('a'));
  expect(await newestHeads({ logs: [one.reader, broken], clock, limitMs: 500 })).toHaveLength(1);
  expect(clock.monotonicNs()).toBe(0n);
});

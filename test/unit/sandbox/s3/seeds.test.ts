import { expect, test } from 'vitest';
import { makeObjectStore } from '../../../../lib/sandbox/s3/object-store.ts';

const SEEDED = [
  {
    name: 'source',
    region: 'eu-central-1',
    versioning: true,
    replicateTo: 'copy',
    objects: [{ key: 'a', text: 'first' }],
  },
  { name: 'copy', region: 'eu-west-1', versioning: true },
];

test('a bucket begins with its objects, which are copied, and has them again after it was emptied', async () => {
  const store = makeObjectStore(SEEDED);
  const copied = () => store.peek('eu-west-1', 'copy', 'a')?.toString();
  for (let round = 0; round < 2; round++) {
    expect(store.peek('eu-central-1', 'source', 'a')?.toString()).toBe('first');
    expect(copied()).toBeUndefined();
    await expect.poll(copied).toBe('first');
    store.bucket('source')?.keys.clear();
    store.empty();
  }
});

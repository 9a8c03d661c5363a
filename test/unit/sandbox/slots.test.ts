import { expect, test } from 'vitest';
import { makeSlots } from '../../../lib/sandbox/process/slots.ts';

/** Works that go on until they are told to end. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async () => {
    begun.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
  };
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

test('so many works of one key go on at a time, and the next ones begin in the order in which they came', async () => {
  const slots = makeSlots(2);
  const { begun, work, end } = works();
  const all = ['a', 'b', 'c', 'd'].map((name) => slots('here', work(name)));
  const elsewhere = slots('there', work('e'));
  await expect.poll(() => begun).toEqual(['a', 'b', 'e']);
  end('b');
  await expect.poll(() => begun).toEqual(['a', 'b', 'e', 'c']);
  end('a');
  await expect.poll(() => begun).toEqual(['a', 'b', 'e', 'c', 'd']);
  for (const name of ['c', 'd', 'e']) end(name);
  await Promise.all([...all, elsewhere]);
});

test('a work that fails hands its place on', async () => {
  const slots = makeSlots(1);
  const failed = slots('here', () => Promise.reject(new Error('lost')));
  const next = slots('here', () => Promise.resolve('done'));
  await expect(failed).rejects.toThrow('lost');
  await expect(next).resolves.toBe('done');
});

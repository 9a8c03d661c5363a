import { expect, test } from 'vitest';
import { insist } from '../../../lib/cli/insist.ts';

/** Insists for so many rounds; `wishes` are what each of them meets, the last of them from then on. */
async function insisted(held: boolean, wishes: readonly (boolean | Error)[], rounds: number) {
  const calls: string[] = [];
  const said: string[] = [];
  const ended = new AbortController();
  let round = 0;
  const result = await insist(
    {
      wish: async () => {
        calls.push('wish');
        const met =
          wishes[Math.min(calls.filter((call) => call === 'wish').length, wishes.length) - 1] ?? false;
        if (met instanceof Error) throw met;
        return met;
      },
      answer: async () => {
        calls.push('answer');
        throw new Error('silence');
      },
      say: (words) => void said.push(words),
      sleep: async () => {
        if ((round += 1) > rounds) ended.abort();
      },
    },
    { held, signal: ended.signal },
  );
  return { result, calls, said };
}

const NO_LOCK = 'it holds no lock yet: the wish is repeated until it does, or until the run has ended';

test('a run that has not taken its lock yet is told as soon as it has', async () => {
  const { result, calls, said } = await insisted(false, [false, new Error('throttled'), true], 5);
  expect(result).toBe(true);
  expect(calls.filter((call) => call === 'wish')).toHaveLength(3);
  expect(said).toEqual([NO_LOCK, 'it holds its lock now, and has been told']);
});

test('one that ends before it holds a lock was never told', async () => {
  const { result, said } = await insisted(false, [false], 3);
  expect(result).toBe(false);
  expect(said).toEqual([NO_LOCK]);
});

test('one that holds it is not told twice, and what it asks from then on is answered each time', async () => {
  const { result, calls, said } = await insisted(true, [], 3);
  expect(result).toBe(true);
  expect(calls).toEqual(['answer', 'answer', 'answer']);
  expect(said).toEqual([]);
});

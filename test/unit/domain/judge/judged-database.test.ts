import { expect, test } from 'vitest';
import { mostTooLow } from '../../../../lib/domain/judge/judged-database.ts';

const lost = (seconds: number) => ({ low: (seconds - 0.5) * 1e6, high: seconds * 1e6 });

test('a claim of lag is held against the loss of its own database: the one that was the most wrong counts', () => {
  const claims = [
    { rpo: lost(3), claimedSeconds: 3 },
    { rpo: lost(5), claimedSeconds: 0 },
  ];
  expect(mostTooLow(claims)).toEqual({ lowSeconds: 4.5, highSeconds: 5 });
});

test('where nobody claimed, or no loss is known, nothing is said of it', () => {
  expect(mostTooLow([])).toBeNull();
  const claims = [
    { rpo: lost(3), claimedSeconds: null },
    { rpo: null, claimedSeconds: 1 },
  ];
  expect(mostTooLow(claims)).toBeNull();
});

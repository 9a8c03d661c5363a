import { expect, test } from 'vitest';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { lookedAt, lookWords } from '../../../../lib/domain/record/pending-look.ts';

test('the instant of a look is found again in the words of the failure, and nowhere else', () => {
  const at = parseInstant('2026-11-21T14:50:06.473001Z');
  expect(lookWords('still in recovery', at)).toBe(
    'still in recovery (looked at 2026-11-21T14:50:06.473001Z)',
  );
  expect(lookedAt(`orders-b: saw ${lookWords('no answer', at)}; expected done within 10 s`)).toBe(at);
  expect(lookedAt('orders-b: saw still in recovery; expected done')).toBeNull();
  expect(lookedAt(null)).toBeNull();
});

import { expect, test } from 'vitest';
import { confirmationWords } from '../../../../lib/domain/judge/confirmation-words.ts';

const GIVEN = { initiator: 'Carl', confirmed: 'orders', confirmedAt: '2026-03-01T11:59:50.000000Z' } as const;

test.each([
  ['typed', 'Carl at 2026-03-01T11:59:50.000000Z: orders, typed at a terminal'],
  ['unattended', 'Carl at 2026-03-01T11:59:50.000000Z: orders, given by a machine (--confirm)'],
  ['console', "Carl at 2026-03-01T11:59:50.000000Z: orders, put into the state machine's input"],
] as const)('a confirmation that was %s says so', (how, words) => {
  expect(confirmationWords({ ...GIVEN, how })).toBe(words);
});

test('one that nobody has dated was given with the start itself', () => {
  expect(confirmationWords({ ...GIVEN, how: 'console', confirmedAt: null })).toBe(
    "Carl by starting the execution: orders, put into the state machine's input",
  );
});

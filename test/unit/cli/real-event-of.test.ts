import { expect, test } from 'vitest';
import { printedEvent, realEvent } from '../../../lib/cli/real-event-of.ts';
import { RealEvent } from '../../../lib/domain/run/real-event.ts';

const REASONS = {
  initiator: 'Carl',
  reason: 'users cannot order',
  despite: null,
  staleEvidence: 'a first run',
  pastLever: null,
  breakGlass: null,
};
const ADVICE = { recommendation: 'fail over', reason: 'nothing in the region answers' } as const;
const SHOWN = ['REGION LOST: nothing there answers'];

test('what is printed for the console says when, and is confirmed by nobody yet', () => {
  const printed = printedEvent(REASONS, { gates: [], advice: ADVICE, shown: SHOWN });
  expect(RealEvent.parse(printed)).toEqual(printed);
  expect(printed).toMatchObject({
    ...REASONS,
    confirmed: '',
    how: 'console',
    confirmedAt: null,
    adopted: [],
  });
  expect(printed.printedAt).toMatch(/^\d{4}-\d\d-\d\dT.+Z$/);
  expect(printed).toMatchObject({ advice: ADVICE, shown: SHOWN });
});

test('what is confirmed is confirmed now, and was printed for nobody', () => {
  const event = realEvent(REASONS, {
    confirmed: 'orders',
    how: 'typed',
    gates: [],
    advice: ADVICE,
    shown: SHOWN,
    adopted: [],
  });
  expect(RealEvent.parse(event)).toEqual(event);
  expect(event).toMatchObject({
    ...REASONS,
    confirmed: 'orders',
    how: 'typed',
    printedAt: null,
    shown: SHOWN,
  });
  expect(event.confirmedAt).toMatch(/^\d{4}-\d\d-\d\dT.+Z$/);
});

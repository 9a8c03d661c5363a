import { expect, test } from 'vitest';
import { collectCorroboration } from '../../../lib/evidence/collect-corroboration.ts';
import { makeFakeTrail } from '../../fakes/fake-trail.ts';
import { makeManualClock, NOON } from '../../fakes/manual-clock.ts';

const order = {
  regions: ['here', 'there'],
  from: NOON - 60e6,
  isOfRun: (text: string) => text.includes('orders'),
};
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

test('each region is asked for both, about the whole run, and what is not of the run is left out', async () => {
  const { trail, asked } = makeFakeTrail({
    calls: async ({ region }) => ({
      texts: region === 'here' ? ['of orders', 'of others'] : [],
      whole: true,
    }),
    events: async () => ({ texts: ['orders again'], whole: false }),
  });
  const text = await collectCorroboration({ trail, clock: makeManualClock() }, order);
  const span = '2026-03-01T11:59:00.000000Z 2026-03-01T12:00:00.000000Z';
  expect(asked).toEqual([
    `calls here ${span}`,
    `events here ${span}`,
    `calls there ${span}`,
    `events there ${span}`,
  ]);
  expect(linesOf(text)).toMatchObject([
    { kind: 'asked', of: 'cloudtrail', region: 'here', problem: null },
    { kind: 'event', of: 'cloudtrail', region: 'here', text: 'of orders' },
    { kind: 'asked', of: 'rds-events', region: 'here', problem: 'there is more than was read' },
    { kind: 'event', of: 'rds-events', region: 'here', text: 'orders again' },
    { kind: 'asked', of: 'cloudtrail', region: 'there', problem: null },
    { kind: 'asked', of: 'rds-events', region: 'there' },
    { kind: 'event', of: 'rds-events', region: 'there' },
  ]);
});

test('a region that refuses, or says nothing for ten seconds, is named with what was met', async () => {
  const { trail } = makeFakeTrail({
    calls: ({ region }) =>
      region === 'here' ? Promise.reject(new Error('not allowed')) : new Promise(() => undefined),
  });
  const clock = makeManualClock();
  const text = await clock.drive(collectCorroboration({ trail, clock }, order));
  expect(linesOf(text)).toMatchObject([
    { of: 'cloudtrail', region: 'here', problem: 'Error: not allowed' },
    { of: 'rds-events', region: 'here', problem: null },
    { of: 'cloudtrail', region: 'there', problem: 'no answer within 10 s' },
    { of: 'rds-events', region: 'there', problem: null },
  ]);
});

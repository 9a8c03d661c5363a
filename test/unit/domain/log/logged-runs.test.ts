import { expect, test } from 'vitest';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { loggedRuns } from '../../../../lib/domain/log/logged-runs.ts';
import { endLeaf, keyLeaf, startLeaf } from '../../../fakes/log-leaves.ts';

const BEFORE = parseInstant('2026-03-01T13:59:59.000000Z');
const AFTER = parseInstant('2026-03-01T14:00:01.000000Z');

test('a run is what its end says, and without one it is open until its time is over, then hidden', () => {
  const leaves = [
    startLeaf('one'),
    startLeaf('two'),
    startLeaf('three'),
    startLeaf('four'),
    endLeaf('one'),
    endLeaf('two', { status: 'failed', overall: 'inconclusive' }),
    endLeaf('three', { status: 'aborted', overall: 'missed' }),
    keyLeaf('added', '2026-03-01T12:00:00.000000Z'),
  ];
  const states = (now: number) =>
    loggedRuns(leaves, now).map(({ run, state, overall }) => [run, state, overall]);
  const ended = [
    ['one', 'completed', 'met'],
    ['two', 'failed', 'inconclusive'],
    ['three', 'aborted', 'missed'],
  ];
  expect(states(BEFORE)).toEqual([...ended, ['four', 'open', null]]);
  expect(states(AFTER)).toEqual([...ended, ['four', 'hidden', null]]);
});

test('a start that was logged late, or never, or twice is remarked', () => {
  const leaves = [
    startLeaf('late', { scope: 'real', late: true }),
    endLeaf('late', { scope: 'real' }),
    endLeaf('never', { scope: 'real', start: null }),
    startLeaf('twice'),
    startLeaf('twice', { at: '2026-03-01T12:10:00.000000Z' }),
  ];
  expect(loggedRuns(leaves, BEFORE)).toMatchObject([
    { run: 'late', remarks: ['its start was logged late'] },
    { run: 'never', startedAt: null, kind: null, remarks: ['its start was never logged'] },
    { run: 'twice', startedAt: '2026-03-01T12:00:00.000000Z', remarks: ['it was logged more than once'] },
  ]);
});

test.each(['isolated', 'live', 'real'] as const)(
  'a rehearsal that one leaf calls %s is a rehearsal',
  (scope) => {
    const remarks = [expect.stringContaining('its leaves say different scopes: ')];
    expect(loggedRuns([startLeaf('run', { scope }), endLeaf('run')], BEFORE)).toMatchObject([
      { scope: 'rehearsal', remarks },
    ]);
    expect(loggedRuns([startLeaf('run'), endLeaf('run', { scope })], BEFORE)).toMatchObject([
      { scope: 'rehearsal', remarks },
    ]);
  },
);

import { expect, test } from 'vitest';
import { readRun } from '../../../lib/domain/judge/run-facts.ts';
import { stepsSection } from '../../../lib/report/steps-section.ts';

const event = (id: number, type: string, more: { state?: string; error?: string } = {}) => ({
  schemaVersion: 1,
  kind: 'history',
  id,
  type,
  at: `2026-03-01T12:00:0${id}.000000Z`,
  state: null,
  error: null,
  cause: null,
  ...more,
});

const rowsOf = (events: readonly object[]) => {
  const text = events.map((one) => `${JSON.stringify(one)}\n`).join('');
  const { table } = stepsSection(readRun({ directory: '.', texts: { 'record.ndjson': text } }));
  return table?.rows.map((row) => row.map((cell) => cell.text));
};

test('each step has its time, its attempts, and what those that failed failed with', () => {
  expect(
    rowsOf([
      event(1, 'TaskStateEntered', { state: 'PreFlight' }),
      event(2, 'TaskScheduled'),
      event(3, 'TaskFailed', { error: 'ReplicaBackingUp' }),
      event(4, 'TaskScheduled'),
      event(5, 'TaskSucceeded'),
      event(6, 'TaskStateExited', { state: 'PreFlight' }),
      event(7, 'WaitStateEntered', { state: 'Hold' }),
      event(9, 'TaskStateEntered', { state: 'SealRecord' }),
      event(9, 'TaskScheduled'),
    ]),
  ).toEqual([
    ['PreFlight', '2026-03-01 12:00:01.000', '5 s', '2', 'ReplicaBackingUp'],
    ['Hold', '2026-03-01 12:00:07.000', 'did not end', '–', '–'],
    ['SealRecord', '2026-03-01 12:00:09.000', 'under way', '1', '–'],
  ]);
});

test('without a history it says that there is none', () => {
  expect(rowsOf([])).toBeUndefined();
});

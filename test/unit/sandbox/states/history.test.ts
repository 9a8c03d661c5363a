import { expect, test, vi } from 'vitest';
import type {
  HistoryEvent,
  JournalLine,
} from '../../../../lib/sandbox/states/executions/execution-record.ts';
import { makeHistory } from '../../../../lib/sandbox/states/executions/history.ts';
import { machine, runMachine } from './run-machine.ts';

function event(id: number): HistoryEvent {
  return { id, previousEventId: id - 1, type: 'PassStateEntered', timestamp: id, details: {} };
}

test('a history that is in memory is not read from the journal', () => {
  const read = vi.fn<() => readonly JournalLine[]>();
  const history = makeHistory(read);
  history.add([event(1), event(2)]);
  expect(history.all()).toEqual([event(1), event(2)]);
  expect(read).not.toHaveBeenCalled();
});

test('of a long one only the newest events are in memory, and all can be had', () => {
  const lines: JournalLine[] = [];
  const history = makeHistory(() => lines);
  for (let id = 1; id <= 10_000; id += 1) {
    lines.push({ events: [event(id)] });
    history.add([event(id)]);
  }
  expect(history.count()).toBe(10_000);
  expect(history.last()).toEqual(event(10_000));
  expect(history.all().map(({ id }) => id)).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
});

test('an execution that has ended is read from its journal', async () => {
  const run = await runMachine(machine('S', { S: { Type: 'Succeed' } }));
  expect(run.execution.events()).toHaveLength(4);
  expect(run.execution.events()).toEqual(run.journal.flatMap(({ events }) => events ?? []));
});

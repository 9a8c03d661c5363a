import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryEntry, StepEntry } from '../../../../lib/domain/record/entry.ts';
import { orderRecord } from '../../../../lib/domain/record/ordered-record.ts';

const AT = '2026-03-01T12:00:00.000000Z';
const STATES = ['AcquireLock', 'PromoteReplica', 'SwitchTraffic', 'SealRecord'];

function event(id: number, type: string, state: string | null): HistoryEntry {
  return { schemaVersion: 1, kind: 'history', id, type, at: AT, state, error: null, cause: null };
}

function step(state: string, kind: StepEntry['kind'], { attempt = 0, at = AT } = {}): StepEntry {
  return { schemaVersion: 1, kind, state, attempt, at, data: {} };
}

function told(entries: readonly (HistoryEntry | StepEntry)[]): readonly string[] {
  return entries.map((entry) =>
    entry.kind === 'history' ? `${entry.id} ${entry.type}` : `${entry.state}/${entry.attempt} ${entry.kind}`,
  );
}

const histories = fc
  .array(fc.tuple(fc.constantFrom(...STATES), fc.constantFrom('TaskStateEntered', 'TaskStateExited')), {
    maxLength: 12,
  })
  .map((events) => events.map(([state, type], index) => event(index + 1, type, state)));

const steps = fc.uniqueArray(
  fc.record({
    state: fc.constantFrom(...STATES, 'Unheard'),
    kind: fc.constantFrom('intent', 'outcome'),
    attempt: fc.nat(2),
    second: fc.nat(9),
  }),
  { selector: ({ state, kind, attempt }) => `${state}/${attempt}/${kind}`, maxLength: 20 },
);

const entriesOf = steps.map((drawn) =>
  drawn.map(({ state, kind, attempt, second }) =>
    step(state, kind, { attempt, at: `2026-03-01T12:00:0${second}.000000Z` }),
  ),
);

describe('the ordered record', () => {
  it('puts what a step wrote after the entry of its state', () => {
    const history = [
      event(1, 'ExecutionStarted', null),
      event(2, 'TaskStateEntered', 'AcquireLock'),
      event(3, 'TaskStateExited', 'AcquireLock'),
      event(4, 'TaskStateEntered', 'SealRecord'),
    ];
    const own = [
      step('SealRecord', 'outcome'),
      step('AcquireLock', 'outcome'),
      step('AcquireLock', 'intent'),
    ];
    expect(told(orderRecord(history, own))).toEqual([
      '1 ExecutionStarted',
      '2 TaskStateEntered',
      'AcquireLock/0 intent',
      'AcquireLock/0 outcome',
      '3 TaskStateExited',
      '4 TaskStateEntered',
      'SealRecord/0 outcome',
    ]);
  });

  it('puts the attempts of a state in their order, the intent of each before its outcome', () => {
    const history = [event(1, 'TaskStateEntered', 'PromoteReplica')];
    const own = [
      step('PromoteReplica', 'outcome', { attempt: 10 }),
      step('PromoteReplica', 'intent', { attempt: 10 }),
      step('PromoteReplica', 'intent', { attempt: 9, at: '2026-03-01T12:00:09.000000Z' }),
    ];
    expect(told(orderRecord(history, own))).toEqual([
      '1 TaskStateEntered',
      'PromoteReplica/9 intent',
      'PromoteReplica/10 intent',
      'PromoteReplica/10 outcome',
    ]);
  });

  it('puts what belongs to no state of the history at its end', () => {
    const history = [event(1, 'TaskStateEntered', 'AcquireLock')];
    const own = [step('Unheard', 'outcome'), step('AcquireLock', 'intent')];
    expect(told(orderRecord(history, own))).toEqual([
      '1 TaskStateEntered',
      'AcquireLock/0 intent',
      'Unheard/0 outcome',
    ]);
  });

  it('tells what a state wrote once, though it was entered twice', () => {
    const history = [
      event(1, 'TaskStateEntered', 'AcquireLock'),
      event(2, 'TaskStateEntered', 'AcquireLock'),
    ];
    expect(told(orderRecord(history, [step('AcquireLock', 'intent')]))).toEqual([
      '1 TaskStateEntered',
      'AcquireLock/0 intent',
      '2 TaskStateEntered',
    ]);
  });

  it('loses nothing, adds nothing and keeps the order of the history', () => {
    fc.assert(
      fc.property(histories, entriesOf, (history, own) => {
        const ordered = orderRecord(history, own);
        expect(ordered.filter(({ kind }) => kind === 'history')).toEqual(history);
        const written = ordered.filter(({ kind }) => kind !== 'history');
        expect(written).toHaveLength(own.length);
        expect(new Set(written)).toEqual(new Set(own));
      }),
    );
  });

  it('is the same however the bucket listed the entries', () => {
    const mixed = entriesOf.chain((own) =>
      fc.tuple(fc.constant(own), fc.shuffledSubarray([...own], { minLength: own.length })),
    );
    fc.assert(
      fc.property(histories, mixed, (history, [own, shuffled]) => {
        expect(orderRecord(history, shuffled)).toEqual(orderRecord(history, own));
      }),
    );
  });

  it('never puts the outcome of an attempt before its intent', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.constantFrom(...STATES), { maxLength: 6 }), (history, states) => {
        const own = [...new Set(states)].flatMap((state) => [step(state, 'outcome'), step(state, 'intent')]);
        const ordered = told(orderRecord(history, own));
        for (const state of new Set(states)) {
          expect(ordered.indexOf(`${state}/0 intent`)).toBeLessThan(ordered.indexOf(`${state}/0 outcome`));
        }
      }),
    );
  });
});

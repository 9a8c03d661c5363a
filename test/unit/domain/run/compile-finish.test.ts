import { describe, expect, it } from 'vitest';
import type { StepEntry } from '../../../../lib/domain/record/entry.ts';
import { compileFinish } from '../../../../lib/domain/run/compile-finish.ts';
import { isOwnSeries } from '../../../../lib/domain/run/own-series.ts';
import { FailoverInput } from '../../../../lib/domain/run/failover-input.ts';
import { runInput } from '../../../fakes/run-input.ts';

function entry(
  state: string,
  kind: StepEntry['kind'],
  { attempt = 0, second = 0, data = {} } = {},
): StepEntry {
  const at = `2026-03-01T12:00:0${second}.000000Z`;
  return { schemaVersion: 1, kind, state, attempt, at, data };
}

const DEAD = { input: runInput(), executionArn: 'arn:dead', status: 'ABORTED', sealed: false };

describe('the input that finishes a run', () => {
  it('is the input of the run, and what its record says of how far it came', () => {
    const entries = [
      entry('AcquireLock', 'outcome', { data: { generation: 7 } }),
      entry('PreFlight', 'outcome', { attempt: 1, second: 1, data: { checks: ['second'] } }),
      entry('PreFlight', 'outcome', { data: { checks: ['first'] } }),
      entry('RecordObjectives', 'outcome', { second: 2 }),
      entry('PromoteReplica', 'intent', { second: 3 }),
    ];
    const finished = compileFinish({ ...DEAD, entries });
    expect(finished).toEqual({
      ...DEAD.input,
      finish: {
        executionArn: 'arn:dead',
        firstAttempt: 1_000,
        outcomes: { AcquireLock: { generation: 7 }, PreFlight: { checks: ['second'] } },
        undecided: ['PromoteReplica'],
        failure: {
          state: 'PromoteReplica',
          error: 'RunCutShort',
          cause:
            'the execution ended as ABORTED before the run was cleaned up; what was left was finished later',
        },
        sealed: false,
      },
    });
    expect(FailoverInput.parse(finished)).toEqual(finished);
  });

  it('numbers its attempts above those of a finish before it', () => {
    const entries = [entry('CleanUp', 'outcome', { attempt: 3 })];
    expect(compileFinish({ ...DEAD, entries }).finish).toMatchObject({ firstAttempt: 1_000, outcomes: {} });
  });

  it('knows nothing of a run that left no entry', () => {
    expect(compileFinish({ ...DEAD, entries: [] }).finish).toMatchObject({
      firstAttempt: 1_000,
      outcomes: {},
      undecided: [],
      failure: { state: 'Begin' },
    });
  });
});

it.each([
  ['run-1-ledger-orders', true],
  ['run-1-0-ledger-orders', false],
  ['run-11-ledger-orders', false],
  ['run-1', false],
])('an execution named %s is a series of run-1: %s', (name, own) => {
  expect(isOwnSeries('run-1', name)).toBe(own);
});

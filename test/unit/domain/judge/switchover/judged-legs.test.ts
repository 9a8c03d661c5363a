import { describe, expect, test } from 'vitest';
import {
  judgedLegs,
  lossOf,
  worstInterruption,
} from '../../../../../lib/domain/judge/switchover/judged-legs.ts';
import type {
  MeasuredLeg,
  WholeDatabase,
} from '../../../../../lib/domain/judge/switchover/measure-switchover.ts';
import { attempt } from '../../../../fakes/attempts.ts';
import type { RunChanges } from '../../../../fakes/changed-run.ts';
import { measuredSwitchover } from '../../../../fakes/stored-switchover.ts';
import { switchoverInput } from '../../../../fakes/switchover-event.ts';

/** The same run with other numbers of its way there. */
function withLeg(change: Partial<MeasuredLeg>) {
  const { input, run } = measuredSwitchover();
  const legs = run.legs.map((leg) => (leg.facts.leg === 'there' ? { ...leg, ...change } : leg));
  return { input, run: { ...run, legs } };
}

describe('a leg', () => {
  test('counts no drained session where nobody drained, and no diverged row where nobody looked', () => {
    const { input, run } = measuredSwitchover({ outcomes: { DrainWriters: null, SaveDivergedRows: null } });
    expect(judgedLegs(input, run)).toMatchObject([
      { leg: 'there', drained: null, divergedRows: null },
      { leg: 'back', drained: { endedIdle: 7, endedByForce: 0 }, divergedRows: 0 },
    ]);
  });

  test.each(['refused', 'served'] as const)(
    'has no phases where nobody knows when writers were %s',
    (when) => {
      const { input, run } = withLeg({ [when]: null });
      const [there, back] = judgedLegs(input, run);
      expect(there?.phases).toEqual([]);
      expect(back?.phases).toHaveLength(7);
    },
  );

  test('has no phase of a state that was never left; the next one takes its time', () => {
    const names = (changes: RunChanges) => {
      const { input, run } = measuredSwitchover(changes);
      return judgedLegs(input, run)[0]?.phases.map(({ name }) => name);
    };
    expect(names({ neverLeft: ['AwaitCatchUp'] })).toEqual([
      'drain',
      'fence',
      'promote',
      'prove',
      'switch',
      'first-write',
    ]);
  });
});

test('the worst interruption is not known where one of them is not', () => {
  const { input, run } = withLeg({ interrupted: null });
  expect(worstInterruption(input, run)).toBeNull();
});

describe('the age of what was lost', () => {
  const NONE = { acknowledged: [], lost: [], holes: [], inDoubt: [], inDoubtSurvived: [], phantoms: [] };
  const database = (change: Partial<WholeDatabase>): WholeDatabase => {
    return { id: 'orders', attempts: [], recovered: null, loss: NONE, table: null, gaps: [], ...change };
  };
  const refusedAt = (ms: number | null) => {
    const [leg] = measuredSwitchover().run.legs;
    if (!leg) throw new Error('the stored run has no leg');
    return { ...leg, refused: ms === null ? null : { low: ms * 1000, high: ms * 1000 } };
  };
  const lost = (databases: readonly WholeDatabase[], legs: readonly MeasuredLeg[]) =>
    lossOf(switchoverInput(), { databases, legs })?.seconds;
  const losing = database({
    attempts: [attempt(0), attempt(9_000)],
    loss: { ...NONE, lost: [attempt(1_000)] },
  });

  test('runs to when writers were refused next', () => {
    expect(lost([losing], [refusedAt(500), refusedAt(3_000), refusedAt(7_000)])).toBe(2);
    expect(lost([losing], [refusedAt(1_000), refusedAt(3_000)])).toBe(0);
    expect(lost([losing], [refusedAt(null), refusedAt(3_000)])).toBe(2);
  });

  test('runs to the last attempt where they were never refused again', () => {
    expect(lost([losing], [refusedAt(500)])).toBe(8.002);
    expect(lost([losing], [])).toBe(8.002);
  });

  test('is not known while one of the databases was never read', () => {
    expect(lost([losing, database({ loss: null })], [])).toBeUndefined();
    expect(lost([database({}), losing], [])).toBe(8.002);
  });

  test('is known of a run that took hours', () => {
    const attempts = Array.from({ length: 200_000 }, (_, place) => attempt(place * 20));
    expect(lost([database({ attempts })], [])).toBe(0);
  });
});

import { expect, test } from 'vitest';
import { parseInstant } from '../../../../../lib/domain/instant.ts';
import { inconclusive, met, missed } from '../../../../../lib/domain/judge/finding.ts';
import {
  asMeasure,
  judgeRestorePoint,
  judgeRestoreTime,
  measureRestore,
} from '../../../../../lib/domain/judge/restore/measure-restore.ts';
import type { RunFacts } from '../../../../../lib/domain/judge/run-facts.ts';
import type { Interval } from '../../../../../lib/domain/measurement/interval.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';
import { restoredDatabase, VERIFIED } from '../../../../fakes/restored-database.ts';
import { restoreInput } from '../../../../fakes/restore-run.ts';

const at = (second: number) => parseInstant(`2026-03-01T12:00:${String(second).padStart(2, '0')}.000000Z`);
const reach = (low: number, high: number): Interval => ({ low: at(low), high: at(high) });
const facts: RunFacts = {
  ...factsOf({ VerifyRestored: { databases: [VERIFIED] } }),
  enteredAt: (state) => (state === 'DeclareRestore' ? at(30) : null),
  exitedAt: (state) => (state === 'VerifyRestored' ? at(50) : null),
};
const within = (rtoSeconds: number, rpoSeconds: number) =>
  restoreInput({ objectives: { rtoSeconds, rpoSeconds } });
const one = restoredDatabase({ reach: reach(10, 12) });

test('the time runs from decided to verified, the loss from what every copy is proven to hold', () => {
  const measured = measureRestore(facts, [one, restoredDatabase({ reach: reach(20, 21) })]);
  expect(measured).toMatchObject({
    rto: { low: 20e6, high: 20e6 },
    rpo: { low: 18e6, high: 20e6 },
  });
  expect(asMeasure(measured.rpo, 60)).toEqual({
    seconds: 20,
    lowSeconds: 18,
    highSeconds: 20,
    targetSeconds: 60,
  });
  expect(asMeasure(null, 60)).toBeNull();
});

test('one copy of which it is not known leaves the loss of all open', () => {
  expect(measureRestore(facts, [one, restoredDatabase({ reach: null })]).rpo).toBeNull();
  expect(measureRestore(facts, []).rpo).toBeNull();
  const undecided = measureRestore(factsOf({}), [one]);
  expect(undecided).toEqual({ declaredAt: null, verifiedAt: null, rto: null, rpo: null });
});

test('a copy that was verified before it was decided to restore it has no time', () => {
  const measured = measureRestore({ ...facts, exitedAt: () => at(29) }, [one]);
  expect(measured.rto).toBeNull();
  expect(judgeRestoreTime(within(20, 60), measured, [met('same'), met('whole')])).toEqual(
    inconclusive('the record has the copy verified before it was decided to restore it'),
  );
});

test('a time is held against the objective, and proves nothing of a copy that is another one', () => {
  const measured = measureRestore(facts, [one]);
  expect(judgeRestoreTime(within(20, 60), measured, [met('same'), met('whole')])).toEqual({
    verdict: 'met',
    reason: 'from decided to verified 20 s (objective 20 s)',
  });
  expect(judgeRestoreTime(within(19, 60), measured, [met('same'), met('whole')]).verdict).toBe('missed');
  for (const proofs of [
    [missed('another'), met('whole')],
    [met('same'), inconclusive('another')],
  ])
    expect(judgeRestoreTime(within(20, 60), measured, proofs)).toEqual({
      verdict: 'inconclusive',
      reason: 'what was restored is not proven to be what it had to be: another',
    });
  expect(judgeRestoreTime(within(19, 60), measured, [missed('another')]).verdict).toBe('missed');
  expect(judgeRestoreTime(within(20, 60), { ...measured, rto: null }, [])).toEqual({
    verdict: 'inconclusive',
    reason: 'no restored copy was verified',
  });
});

test.each([
  ['met', 20, 'orders would lack 18 s to 20 s (objective 20 s)'],
  ['inconclusive', 19, 'orders would lack 18 s to 20 s (objective 19 s)'],
  ['missed', 17, 'orders would lack 18 s to 20 s (objective 17 s)'],
])('a loss is %s where it may be %i s', (verdict, rpoSeconds, reason) => {
  const measured = measureRestore(facts, [one]);
  expect(judgeRestorePoint(within(60, rpoSeconds), measured, [one])).toEqual({ verdict, reason });
});

test('a copy whose moment is not proven leaves its loss open', () => {
  const databases = [restoredDatabase({ reach: null })];
  expect(judgeRestorePoint(within(60, 60), measureRestore(facts, databases), databases)).toEqual({
    verdict: 'inconclusive',
    reason: 'until when orders was restored is not proven',
  });
});

test.each(['declared', 'verified'])('a run of which it is not known when it was %s has no time', (what) => {
  const other =
    what === 'declared' ? { ...facts, enteredAt: () => null } : { ...facts, exitedAt: () => null };
  const measured = measureRestore(other, [one]);
  expect(measured.rto).toBeNull();
  expect(judgeRestoreTime(within(20, 60), measured, [])).toEqual({
    verdict: 'inconclusive',
    reason: 'no restored copy was verified',
  });
});

test('one whose outcome nobody wrote down was not verified, whenever its state was left', () => {
  expect(measureRestore({ ...facts, outcome: () => null }, [one])).toMatchObject({
    verifiedAt: null,
    rto: null,
  });
});

test('a copy that was verified at the instant of the decision took no time', () => {
  const declaredAt = facts.enteredAt('DeclareRestore');
  const measured = measureRestore({ ...facts, exitedAt: () => declaredAt }, [one]);
  expect(measured.rto).toEqual({ low: 0, high: 0 });
  expect(judgeRestoreTime(within(20, 60), measured, []).verdict).toBe('met');
});

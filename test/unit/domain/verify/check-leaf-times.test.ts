import { expect, test } from 'vitest';
import type { EndLeaf, StartLeaf } from '../../../../lib/domain/log/log-leaf.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { checkLeafTimes } from '../../../../lib/domain/verify/check-leaf-times.ts';
import { endLeaf, startLeaf } from '../../../fakes/log-leaves.ts';
import { goldenRun, makeVerifier, signTexts, tinyRun, withJudgement } from '../../../fakes/signed-run.ts';

const at = (time: string) => `2026-11-21T${time}.000000Z`;
const PROOF = 'evidence/proof.json';

/** A run that began at 12:00 and was sealed at 12:20. */
async function predicateOf() {
  const { predicate } = await signTexts(tinyRun());
  return {
    ...predicate,
    clocks: { ...predicate.clocks, startedAt: at('12:00:00'), sealedAt: at('12:20:00') },
  };
}

async function said(start: Partial<StartLeaf> | null, end: Partial<EndLeaf> = {}) {
  const leaves = {
    start: start && startLeaf('run-1', { at: at('12:00:01'), endsBy: at('23:00:00'), ...start }),
    end: endLeaf('run-1', { at: at('12:20:01'), ...end }),
  };
  return checkLeafTimes(leaves, await predicateOf()).map(({ kind, file, says }) => `${kind} ${file} ${says}`);
}

test('a run begins, is logged, is sealed and is logged again, by clocks that are a second apart at most', async () => {
  expect(await said({})).toEqual([]);
  expect(await said(null)).toEqual([]);
  expect(await said({ at: at('11:59:59') }, { at: at('12:19:59') })).toEqual([]);
  expect(await said({ at: at('12:20:01') }, { at: at('12:20:00') })).toEqual([]);
});

test('a start that was logged before its run began is another one’s', async () => {
  expect(await said({ at: at('11:59:58') })).toEqual([
    `not-in-log ${PROOF} its start was logged at ${at('11:59:58')}, before the run began: ${at('12:00:00')}`,
  ]);
});

test('a start that was logged after the seal was fixed when its numbers were known', async () => {
  expect(await said({ at: at('12:20:02') }, { at: at('12:30:00') })).toEqual([
    `not-in-log ${PROOF} its record was sealed at ${at('12:20:00')}, before its start was logged: ${at('12:20:02')}`,
  ]);
  expect(await said({ at: at('12:20:02'), late: true }, { at: at('12:30:00') })).toEqual([]);
});

test('an end is logged after the seal, and after a start that is late', async () => {
  expect(await said({}, { at: at('12:19:58') })).toEqual([
    `not-in-log ${PROOF} its end was logged at ${at('12:19:58')}, before its record was sealed: ${at('12:20:00')}`,
  ]);
  expect(await said({ at: at('12:40:00'), late: true }, { at: at('12:30:00') })).toEqual([
    `not-in-log ${PROOF} its end was logged at ${at('12:30:00')}, before its start was logged: ${at('12:40:00')}`,
  ]);
});

test('a start gives its run no longer than its kind may take', async () => {
  const latest = '2026-11-24T12:00:01.000000Z';
  expect(await said({ endsBy: latest })).toEqual([]);
  expect(await said({ endsBy: '2027-11-24T12:00:01.000000Z' })).toEqual([
    `not-in-log ${PROOF} the start in the log gives it until 2027-11-24T12:00:01.000000Z; by its kind it is ${latest}`,
  ]);
});

test('verify says so of a whole run', async () => {
  const run = await signTexts(withJudgement(goldenRun('v1-drill')), {
    start: { endsBy: '2099-01-01T00:00:00.000000Z' },
  });
  const { findings } = verifyRun(makeVerifier([run.world]), run.contents);
  expect(findings.map(({ kind }) => kind)).toEqual(['not-in-log']);
});

import { expect, test } from 'vitest';
import { startNotes } from '../../../../lib/domain/verify/start-notes.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { goldenRun, makeVerifier, signTexts, withJudgement } from '../../../fakes/signed-run.ts';

const NOTE = expect.stringContaining('no start of this run was logged before it was under way');
const signedWith = async (start: Parameters<typeof signTexts>[1]) =>
  signTexts(withJudgement(goldenRun('v1-drill')), start);

test('a start that was logged before the run was under way needs no note', async () => {
  const { contents, predicate, world } = await signedWith({});
  expect(startNotes(contents, predicate)).toEqual([]);
  expect(verifyRun(makeVerifier([world]), contents).notes).toEqual([]);
});

test.each([
  ['none', null],
  ['a late one', { late: true }],
  ['one of when it was under way', { at: '2026-11-21T13:30:00.000000Z' }],
])('of a run with %s it is said, also where that is allowed', async (_, start) => {
  const { contents, predicate, world } = await signedWith({ start });
  expect(startNotes(contents, { ...predicate, scope: 'real' })).toEqual([NOTE]);
  expect(verifyRun(makeVerifier([world]), contents).notes).toContainEqual(NOTE);
});

test('where no proof can be read, that is a finding already', async () => {
  const { predicate } = await signedWith({});
  expect(startNotes(new Map(), predicate)).toEqual([]);
});

test('of a run on AWS it is said where the log does not say what it was on', async () => {
  const { contents, predicate } = await signedWith({ start: { target: undefined } });
  expect(startNotes(contents, predicate)).toEqual([]);
  expect(startNotes(contents, { ...predicate, target: 'aws' })).toEqual([
    expect.stringContaining('that it was AWS and no sandbox is its own word'),
  ]);
});

test('a run on a sandbox that was logged as one on AWS is none of either', async () => {
  const { contents, world } = await signedWith({ start: { target: 'aws' } });
  expect(verifyRun(makeVerifier([world]), contents).findings).toMatchObject([
    { kind: 'numbers-differ', says: 'the start in the log has target "aws"; the statement has "sandbox"' },
  ]);
});

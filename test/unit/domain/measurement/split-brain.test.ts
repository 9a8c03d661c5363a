import { expect, test } from 'vitest';
import { findSplitBrain } from '../../../../lib/domain/measurement/split-brain.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';

const ledger = [attempt(0), unanswered(20), attempt(200, { server: 'new' })];
const question = {
  ledger,
  stale: [attempt(0), unanswered(300)],
  recoveryServer: 'new',
  proofAcknowledged: 150_000,
};

test('no acknowledgement elsewhere after the new primary took its first write is no split brain', () => {
  expect(findSplitBrain(question)).toEqual({ since: 150_000, writes: [], staleWriterWitnessed: true });
});

test('every acknowledgement of the stale writer after it is a split-brain write', () => {
  const stale = [attempt(0), attempt(148.5, { seq: 1 }), attempt(160, { seq: 2 })];
  expect(findSplitBrain({ ...question, stale }).writes.map(({ seq }) => seq)).toEqual([1, 2]);
});

test('so is one of the ledger by another server', () => {
  const late = [...ledger, attempt(400, { server: 'old' })];
  expect(findSplitBrain({ ...question, ledger: late }).writes.map(({ seq }) => seq)).toEqual([20]);
});

test('a stale writer that never wrote before, or never tried after, is no witness', () => {
  expect(findSplitBrain({ ...question, stale: [unanswered(300)] }).staleWriterWitnessed).toBe(false);
  expect(findSplitBrain({ ...question, stale: [attempt(0)] }).staleWriterWitnessed).toBe(false);
});

test('without a write at the new primary there is no second writer', () => {
  const alone = { ...question, ledger: [attempt(0)], proofAcknowledged: null };
  expect(findSplitBrain(alone)).toEqual({ since: null, writes: [], staleWriterWitnessed: false });
});

import { expect, test } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { measureRun } from '../../../lib/domain/judge/measure-run.ts';
import { readRun } from '../../../lib/domain/judge/run-facts.ts';
import { truthBreaches } from '../../bench/run/truth-breaches.ts';
import { buildRunFixture } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

const fixture = buildRunFixture({ seed: 7, databases: { orders: 0 } });
const files = { directory: '.', texts: fixture.texts };
const facts = readRun(files);
const input = facts.outcome('RecordObjectives')?.input;
if (!input) throw new Error('the fixture has no objectives');
const measurement = measureRun(input, facts);
const judgement = judgeRun(files, sha256);
const truth = {
  lostAt: fixture.truth.killedAt,
  allDeadAt: fixture.truth.killedAt,
  receivedLsn: 8n,
  onDiskLsn: 8n,
};

test('a report that holds the truth in its intervals breaches nothing', () => {
  expect(truthBreaches(truth, measurement, judgement)).toEqual([]);
});

test('a report that is better than the truth is named', () => {
  const { rto } = judgement;
  const better = { ...judgement, rto: rto && { ...rto, seconds: 0.001 } };
  expect(truthBreaches(truth, measurement, better)).toEqual([
    expect.stringMatching(/^an RTO of 0\.001 s is better than the truth, /),
  ]);
});

test('a report that claims a longer outage than there can have been is named', () => {
  const { rto } = judgement;
  const worse = { ...judgement, rto: rto && { ...rto, lowSeconds: 60, seconds: 60 } };
  expect(truthBreaches(truth, measurement, worse)).toEqual([
    expect.stringMatching(/^an RTO of at least 60 s leaves out the truth, /),
  ]);
});

test('a loss outside of the reported interval is named', () => {
  const later = { ...truth, lostAt: truth.lostAt + 5_000_000 };
  expect(truthBreaches(later, measurement, judgement)).toContainEqual(
    expect.stringMatching(/^the loss of the region at .* is outside of .* to /),
  );
});

test('rows that are lost though all WAL had crossed are named', () => {
  const losing = buildRunFixture({ seed: 7, databases: { orders: 200 } });
  const losingFacts = readRun({ directory: '.', texts: losing.texts });
  const lossy = measureRun(input, losingFacts);
  const judged = judgeRun({ directory: '.', texts: losing.texts }, sha256);
  const told = { ...truth, lostAt: losing.truth.killedAt };
  expect(truthBreaches(told, lossy, judged)).toEqual([
    expect.stringMatching(/^\d+ heartbeats are reported lost, though all WAL had crossed$/),
  ]);
  expect(truthBreaches({ ...told, onDiskLsn: 9n }, lossy, judged)).toEqual([]);
});

import { expect, test } from 'vitest';
import { measureRun } from '../../../../lib/domain/judge/measure-run.ts';
import { judgeRto } from '../../../../lib/domain/judge/judge-rto.ts';
import { readRun } from '../../../../lib/domain/judge/run-facts.ts';
import { Attempt } from '../../../../lib/domain/ledger/attempt.ts';
import { formatInstant, parseInstant } from '../../../../lib/domain/instant.ts';
import { servedAgain } from '../../../../lib/domain/measurement/served-again.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';

const search = { recoveryServer: 'new', detectedAt: 200_000, until: 700_000 };
const atNew = (ms: number) => attempt(ms, { server: 'new' });
const LOST = [attempt(0), unanswered(20), unanswered(40)];

test('what the old primary acknowledges after its loss was detected makes it one that came back', () => {
  const back = [attempt(300), attempt(320)];
  expect(servedAgain([...LOST, ...back, unanswered(340), atNew(500)], search)).toEqual(back);
  expect(servedAgain([...LOST, atNew(500), attempt(800)], search)).toEqual([]);
  expect(servedAgain([...LOST, ...back], { ...search, detectedAt: null })).toEqual([]);
});

test('a detection without a failure before it says nothing of what was acknowledged later', () => {
  expect(servedAgain([attempt(0), attempt(300), unanswered(320)], search)).toEqual([]);
});

test('a recovery time counts from the loss that was detected, and proves nothing where the primary came back', () => {
  const fixture = buildRunFixture({ seed: 5, recoveryMs: 24_000, databases: { orders: 20 } });
  const measured = (ledger: string) => {
    const facts = readRun({ directory: '.', texts: { ...fixture.texts, 'ledger.ndjson': ledger } });
    const run = measureRun(fixture.input, facts);
    return { run, finding: judgeRto(fixture.input, run, facts) };
  };
  const text = fixture.texts['ledger.ndjson'] ?? '';
  const before = measured(text);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => Attempt.parse(JSON.parse(line)));
  const from = parseInstant(formatInstant(fixture.timeline.detectedAt ?? 0)) + 5_000_000;
  const server = lines.find(({ outcome }) => outcome === 'acknowledged')?.server ?? null;
  const returned = lines.map((line) => {
    const isBack = parseInstant(line.sent) > from && parseInstant(line.sent) < from + 2_000_000;
    return isBack ? { ...line, outcome: 'acknowledged' as const, server } : line;
  });
  const after = measured(returned.map((line) => `${JSON.stringify(line)}\n`).join(''));
  expect(before.finding.verdict).toBe('met');
  expect(after.run.databases[0]?.servedAgain).toBeGreaterThan(0);
  expect(after.run.disruption).toEqual(before.run.disruption);
  expect(after.run.rto).toEqual(before.run.rto);
  expect(after.finding.verdict).toBe('inconclusive');
  expect(after.finding.reason).toContain('the old primary came back after its loss was detected');
});

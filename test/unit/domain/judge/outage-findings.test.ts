import { expect, test } from 'vitest';
import { judgeRun } from '../../../../lib/domain/judge/judge-run.ts';
import type { Evidence } from '../../../../lib/domain/ledger/outage-finding.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';
import { reseal } from '../../../fakes/run-fixture-record.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const { texts } = buildRunFixture();

const look = (subject: Evidence['subject'], shows: Evidence['shows'], vantage = 'eu-west-1'): Evidence => ({
  vantage,
  subject,
  seen: 'no answer for 120 ms',
  shows,
  at: '2026-11-02T08:00:02.000000Z',
});

/** Findings of the fixture's run, had its detection known this and no more. */
function found(evidence: readonly Evidence[], stale = texts['stale.ndjson']): string {
  const record = texts['record.ndjson'].replace(
    /"finding":"primary-unreachable"(,"evidence":\[\])?/,
    `"finding":"unknown","evidence":${JSON.stringify(evidence)}`,
  );
  expect(record).not.toBe(texts['record.ndjson']);
  const changed = reseal({ ...texts, 'record.ndjson': record, 'stale.ndjson': stale });
  return judgeRun({ directory: '.', texts: changed }, sha256).findings.join('\n');
}

const silent = [look('regional-api', 'silence'), look('endpoint', 'silence')];
const late = look('stale-writer', 'nothing', 'the stale writer of orders');

test("the stale writer's samples settle what its word came too late for", () => {
  expect(found([...silent, late])).toMatch(
    /Detection found region-lost once its samples were stored, .*stale-writer from the stale writer of orders: 0 of \d+ rows acknowledged from the detection to the undo\)/,
  );
});

test('samples of another database settle nothing', () => {
  const other = look('stale-writer', 'nothing', 'the stale writer of wallet');
  expect(found([...silent, other])).toContain('Detection found unknown, what is lost is not known');
});

test('a look from outside that was not long enough leaves it unknown', () => {
  expect(found([look('regional-api', 'nothing'), look('endpoint', 'silence'), late])).toContain(
    'Detection found unknown, what is lost is not known',
  );
});

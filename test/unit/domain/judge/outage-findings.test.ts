import { describe, expect, test } from 'vitest';
import { formatInstant, type Instant } from '../../../../lib/domain/instant.ts';
import { outageFindings } from '../../../../lib/domain/judge/outage-findings.ts';
import { judgeRun } from '../../../../lib/domain/judge/judge-run.ts';
import type { Attempt } from '../../../../lib/domain/ledger/attempt.ts';
import type { Evidence } from '../../../../lib/domain/ledger/outage-finding.ts';
import { measuredRun } from '../../../fakes/measured-run.ts';
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

describe('said of a detection', () => {
  const { facts, seeing } = measuredRun();
  const DETECTED = facts.outcome('AwaitDetection')?.at ?? expect.unreachable('the fixture detects');
  const RETURNED = facts.enteredAt('ReturnRegion') ?? expect.unreachable('the fixture returns its region');
  const [sample] = facts.stale;
  if (!sample) throw new Error('the fixture has no stale writer');
  const ENDPOINT = look('endpoint', 'silence');

  /** Whose evidence is this, with these rows of the stale writer. */
  function said(finding: string, evidence: readonly Evidence[], rows: readonly Attempt[] = []) {
    const seen = seeing('AwaitDetection', { finding, evidence });
    return outageFindings({ ...seen, stale: rows });
  }
  const row = (at: Instant, outcome: Attempt['outcome'], database = sample.database): Attempt => ({
    ...sample,
    database,
    sent: formatInstant(at),
    outcome,
  });
  const writer = look('stale-writer', 'nothing', `the stale writer of ${sample.database}`);
  const from = facts.enteredAt('InjectDisruption') ?? 0;

  test.each([
    ['region-lost', 'the region is lost: nothing in it answers'],
    ['link-lost', 'the link is lost: the region lives and cannot be reached from here'],
    ['service-lost', 'the service is lost: the region answers, and the database does not serve its clients'],
    ['nothing-seen', 'nothing was seen'],
    ['primary-unreachable', 'the primary is unreachable'],
  ])('%s, in words, and by which looks', (finding, words) => {
    expect(said(finding, [ENDPOINT])[0]).toBe(
      `Detection found ${finding}, ${words} (endpoint from eu-west-1: no answer for 120 ms).`,
    );
  });

  test('nothing without evidence, or without a detection', () => {
    expect(said('region-lost', [])).toEqual([]);
    expect(outageFindings({ ...facts, outcome: () => null })).toEqual([]);
  });

  test('that it is not what the disruption was, unless it is, or nothing was injected, or nobody knows', () => {
    const injected = facts.outcome('InjectDisruption') ?? expect.unreachable('the fixture injects');
    const mismatch = (finding: string, change: object) => {
      const seen = seeing('AwaitDetection', { finding, evidence: [ENDPOINT] });
      const outcome = (state: string) =>
        state === 'InjectDisruption' ? { ...injected, ...change } : seen.outcome('AwaitDetection');
      return outageFindings({ ...seen, outcome: Object(outcome) }).slice(1);
    };
    const WORDS = 'The disruption was region-loss, which is region-lost; detection found link-lost.';
    expect(mismatch('link-lost', { fault: 'region-loss' })).toEqual([WORDS]);
    expect(mismatch('region-lost', { fault: 'region-loss' })).toEqual([]);
    expect(mismatch('link-lost', { fault: 'region-loss', adapter: 'none' })).toEqual([]);
    expect(mismatch('link-lost', { fault: 'no such fault' })).toEqual([]);
    const nothing = seeing('AwaitDetection', { finding: 'link-lost', evidence: [ENDPOINT] });
    const withoutInjection = (state: string) =>
      state === 'InjectDisruption' ? null : nothing.outcome('AwaitDetection');
    expect(outageFindings({ ...nothing, outcome: Object(withoutInjection) })).toHaveLength(1);
  });

  test('what the stale writer saw from the detection to the undo, of its own database', () => {
    const rows = [
      row(from, 'acknowledged'),
      row(RETURNED, 'acknowledged'),
      row(RETURNED - 1, 'failed'),
      row(RETURNED - 2, 'failed', 'another'),
    ];
    expect(DETECTED).not.toBeNull();
    expect(said('unknown', [ENDPOINT, writer], rows)[0]).toContain(
      'region-lost once its samples were stored, the region is lost: nothing in it answers',
    );
    expect(said('unknown', [ENDPOINT, writer], rows)[0]).toContain(
      '0 of 1 rows acknowledged from the detection to the undo',
    );
    const alive = [...rows, row(RETURNED - 3, 'acknowledged')];
    expect(said('unknown', [ENDPOINT, writer], alive)[0]).toMatch(/^Detection found link-lost .*1 of 2 rows/);
    expect(said('unknown', [ENDPOINT, writer])[0]).toMatch(/^Detection found unknown,/);
  });

  test('a word of the stale writer that counted stays, and so does every other look', () => {
    const alive = [row(RETURNED - 3, 'acknowledged')];
    const counted = look('stale-writer', 'silence', writer.vantage);
    expect(said('unknown', [ENDPOINT, counted], alive)[0]).toContain(
      'eu-west-1: no answer for 120 ms; stale',
    );
    expect(said('unknown', [ENDPOINT, counted], alive)[0]).not.toContain('rows acknowledged');
    const blind = look('endpoint', 'nothing', writer.vantage);
    expect(said('unknown', [blind], alive)[0]).not.toContain('rows acknowledged');
  });

  test('no samples settle it in a run that never came to the undo, or was never detected', () => {
    const alive = [row(RETURNED - 3, 'acknowledged')];
    const seen = seeing('AwaitDetection', { finding: 'unknown', evidence: [ENDPOINT, writer] });
    const open = { ...seen, stale: alive, enteredAt: () => null };
    expect(outageFindings(open)[0]).not.toContain('rows acknowledged');
    const unseen = seeing('AwaitDetection', {
      finding: 'unknown',
      detected: false,
      at: null,
      evidence: [ENDPOINT, writer],
    });
    expect(outageFindings({ ...unseen, stale: alive })[0]).not.toContain('rows acknowledged');
  });
});

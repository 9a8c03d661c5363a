import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgedFailover } from '../../fakes/judged-failover.ts';
import { FATES, type Figure } from '../../../lib/report/figure.ts';
import { bucketed, type FatedAttempt } from '../../../lib/report/ledger-buckets.ts';
import { makeReportModel } from '../../../lib/report/make-report-model.ts';
import { renderHtml } from '../../../lib/report/render-html.ts';
import { buildRunFixture } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

const MEGABYTE = 1_000_000;

/** A second is the interval of a service that is watched for long. */
const HOUR = buildRunFixture({
  intervalMs: 1_000,
  attemptTimeoutMs: 900,
  beforeMs: 3_600_000,
  recoveryMs: 40_000,
  databases: { orders: 3_500 },
  app: { everyMs: 1_000, named: false },
});

test('the report of an hour of heartbeats each second is below a megabyte, and each one lost is in it', () => {
  const judgement = judgedFailover({ directory: '.', texts: HOUR.texts }, sha256);
  const html = renderHtml(makeReportModel(judgement, HOUR.texts));
  const lost = HOUR.truth.databases[0]?.lost.length;
  expect(judgement.verdicts.overall).toBe('met');
  expect(judgement.rpo?.heartbeats).toMatchObject({ lost });
  expect(judgement.rpo?.heartbeats.acknowledged).toBeGreaterThan(3_600);
  expect(lost).toBeGreaterThan(2);
  expect(Buffer.byteLength(html)).toBeLessThan(MEGABYTE);
  expect(html).toContain('class="outage"');
  expect(html).toContain(`>lost ${lost}<`);
});

/** What became of a day's heartbeats: the site was lost for forty seconds, and three rows with it. */
const DAY = Array.from({ length: 87_000 }, (_, index): FatedAttempt => {
  const at = index - 86_400;
  if (at < -3) return { at, fate: 'kept' };
  if (at < 0) return { at, fate: 'lost' };
  return { at, fate: at < 40 ? 'failed' : 'served' };
});

test('the drawing of a day of heartbeats each second adds no more than that of an hour', () => {
  const chart: Figure = {
    kind: 'ledger',
    label: 'orders, the whole series',
    outage: { from: 0, to: 40 },
    ...bucketed(DAY, { from: -86_400, to: 600 }, 1),
  };
  const judgement = judgedFailover({ directory: '.', texts: HOUR.texts }, sha256);
  const model = makeReportModel(judgement, HOUR.texts);
  const html = renderHtml({
    ...model,
    sections: model.sections.map((one) => (one.id === 'ledger' ? { ...one, figures: [chart, chart] } : one)),
  });
  expect(Buffer.byteLength(html)).toBeLessThan(MEGABYTE);
  expect(html).toContain('class="lost"');
  expect(html).toContain('class="outage"');
  expect(html).toContain('>lost 3<');
});

const attempts = fc
  .array(fc.record({ at: fc.double({ min: -50, max: 50, noNaN: true }), fate: fc.constantFrom(...FATES) }), {
    minLength: 1,
    maxLength: 800,
  })
  .map((all) => all.toSorted((a, b) => a.at - b.at));

test('each attempt of a range is in exactly one bucket, and there are at most 480', () => {
  fc.assert(
    fc.property(attempts, fc.double({ min: 0.001, max: 1, noNaN: true }), (all, interval) => {
      const range = { from: -20, to: 30 };
      const { counts } = bucketed(all, range, interval);
      for (const fate of FATES) {
        const within = all.filter((one) => one.fate === fate && one.at >= range.from && one.at <= range.to);
        expect(counts[fate].reduce((sum, count) => sum + count, 0)).toBe(within.length);
        expect(counts[fate].length).toBeLessThanOrEqual(480);
      }
    }),
  );
});

test('a writer that keeps its pace fills all columns alike, and a missed beat shows', () => {
  const beats = Array.from({ length: 1_001 }, (_, index) => ({ at: index * 0.02, fate: 'kept' as const }));
  const [missed] = beats.splice(500, 1);
  const { bucketSeconds, from, counts } = bucketed(beats, { from: 0, to: 20 }, 0.02);
  expect(bucketSeconds).toBeCloseTo(0.06, 9);
  const at = Math.floor(((missed?.at ?? 0) - from) / bucketSeconds);
  expect(new Set(counts.kept.slice(0, -1).filter((_, index) => index !== at))).toEqual(new Set([3]));
  expect(counts.kept[at]).toBe(2);
});

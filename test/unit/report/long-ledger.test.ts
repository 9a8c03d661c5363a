import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { FATES, type Figure } from '../../../lib/report/figure.ts';
import { bucketed, type FatedAttempt } from '../../../lib/report/ledger-buckets.ts';
import { makeReportModel } from '../../../lib/report/make-report-model.ts';
import { renderHtml } from '../../../lib/report/render-html.ts';
import { buildRunFixture } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

const MEGABYTE = 1_000_000;

/** A writer that lost its site after so many seconds, for forty seconds, with three rows that were lost. */
function daysOf(seconds: number): readonly FatedAttempt[] {
  return Array.from({ length: seconds + 600 }, (_, index): FatedAttempt => {
    const at = index - seconds;
    if (at < -3) return { at, fate: 'kept' };
    if (at < 0) return { at, fate: 'lost' };
    return { at, fate: at < 40 ? 'failed' : 'served' };
  });
}

test.each([
  { what: 'an hour', seconds: 3_600 },
  { what: 'a day', seconds: 86_400 },
])(
  'the report of $what of heartbeats each second is below a megabyte, and the loss is in it',
  ({ seconds }) => {
    const { texts } = buildRunFixture({ databases: { orders: 100 } });
    const model = makeReportModel(judgeRun({ directory: '.', texts }, sha256), texts);
    const attempts = daysOf(seconds);
    const range = { from: -seconds, to: 600 };
    const chart: Figure = {
      kind: 'ledger',
      label: 'orders, the whole series',
      outage: { from: 0, to: 40 },
      ...bucketed(attempts, range, 1),
    };
    const html = renderHtml({
      ...model,
      sections: model.sections.map((one) =>
        one.id === 'ledger' ? { ...one, figures: [chart, chart] } : one,
      ),
    });
    expect(html.length).toBeLessThan(MEGABYTE);
    expect(html).toContain('class="lost"');
    expect(html).toContain('class="outage"');
    expect(html).toContain('lost 3');
  },
);

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

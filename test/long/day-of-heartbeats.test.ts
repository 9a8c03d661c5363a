import { expect, test } from 'vitest';
import { judgedFailover } from '../fakes/judged-failover.ts';
import { makeReportModel } from '../../lib/report/make-report-model.ts';
import { renderHtml } from '../../lib/report/render-html.ts';
import { buildRunFixture } from '../fakes/run-fixture.ts';
import { sha256 } from '../fakes/sha256.ts';

const DAY_SECONDS = 86_400;

test('a day of heartbeats each second is judged, and its report is below a megabyte', () => {
  const { texts, truth } = buildRunFixture({
    intervalMs: 1_000,
    attemptTimeoutMs: 900,
    beforeMs: DAY_SECONDS * 1_000,
    recoveryMs: 40_000,
    databases: { orders: 3_500 },
    app: { everyMs: 1_000, named: false },
  });
  const judgement = judgedFailover({ directory: '.', texts }, sha256);
  const html = renderHtml(makeReportModel(judgement, texts));
  const lost = truth.databases[0]?.lost.length;
  expect(judgement.verdicts.overall).toBe('met');
  expect(judgement.rpo?.heartbeats).toMatchObject({ lost });
  expect(judgement.rpo?.heartbeats.acknowledged).toBeGreaterThan(DAY_SECONDS);
  expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
  expect(html).toContain(`>lost ${lost}<`);
});

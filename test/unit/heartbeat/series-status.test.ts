import { describe, expect, it } from 'vitest';
import { HeartbeatStatus } from '../../../lib/domain/run/heartbeat-input.ts';
import { SeriesStatus } from '../../../lib/heartbeat/series-status.ts';
import { NOON } from '../../fakes/manual-clock.ts';

const POLICY = { failures: 2, withinSeconds: 1 };
const LEDGER = { role: 'ledger', source: 'orders', segment: 4 } as const;
const HEALTH = { role: 'health', source: 'services', segment: 0 } as const;

describe('the status of a series', () => {
  it('starts with nothing seen', () => {
    expect(HeartbeatStatus.parse(new SeriesStatus(POLICY).snapshot(LEDGER, NOON))).toEqual({
      ...LEDGER,
      at: '2026-03-01T12:00:00.000000Z',
      good: 0,
      bad: 0,
      lastGoodAt: null,
      detectedAt: null,
      failing: false,
      evidence: [],
      unhealthy: [],
    });
  });

  it('counts what was good and bad, and keeps when the last good one was', () => {
    const status = new SeriesStatus(POLICY);
    status.observe('orders', { at: NOON, good: true });
    status.observe('orders', { at: NOON + 20_000, good: true });
    status.observe('orders', { at: NOON + 40_000, good: false });
    expect(status.snapshot(LEDGER, NOON + 60_000)).toMatchObject({
      at: '2026-03-01T12:00:00.060000Z',
      good: 2,
      bad: 1,
      lastGoodAt: '2026-03-01T12:00:00.020000Z',
      detectedAt: null,
    });
  });

  it("says when the plan's rule fired, until a good sample comes", () => {
    const status = new SeriesStatus(POLICY);
    status.observe('orders', { at: NOON, good: false });
    status.observe('orders', { at: NOON + 20_000, good: false });
    expect(status.detectedAt).toBe(NOON + 20_000);
    expect(status.snapshot(LEDGER, NOON).detectedAt).toBe('2026-03-01T12:00:00.020000Z');
    status.observe('orders', { at: NOON + 40_000, good: true });
    expect(status.detectedAt).toBeNull();
  });

  it('names the services that fail now, and detects nothing by them', () => {
    const status = new SeriesStatus(POLICY);
    status.observe('api', { at: NOON, good: false });
    status.observe('shop', { at: NOON, good: false });
    expect(status.snapshot(HEALTH, NOON)).toMatchObject({ unhealthy: ['api', 'shop'], detectedAt: null });
    status.observe('api', { at: NOON + 50_000, good: true });
    expect(status.snapshot(HEALTH, NOON)).toMatchObject({ unhealthy: ['shop'] });
  });
});

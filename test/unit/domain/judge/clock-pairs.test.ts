import { expect, test } from 'vitest';
import { judgedFailover } from '../../../fakes/judged-failover.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';
import { reseal } from '../../../fakes/run-fixture-record.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const { texts } = buildRunFixture();
const judged = (record: string) => {
  expect(record).not.toBe(texts['record.ndjson']);
  return judgedFailover({ directory: '.', texts: reseal({ ...texts, 'record.ndjson': record }) }, sha256);
};

test("a heartbeat that was acknowledged after the receipt contradicts the injector's clock: nothing is met", () => {
  const early = texts['record.ndjson'].replace(
    /("storageHeld":true,"at":")2026-11-02T08:00:02/,
    '$12026-11-02T08:00:01',
  );
  const { verdicts, reasons, disruption } = judged(early);
  expect([verdicts.rto, verdicts.rpo]).toEqual(['inconclusive', 'inconclusive']);
  expect(reasons['rto']).toMatch(
    /^clocks of the run contradict each other: the injector's receipt is stamped 0\.\d+ s before the last heartbeat to orders: their clocks disagree by at least that/,
  );
  expect(disruption?.boundedBy).toBe('heartbeat');
});

test('a recovery before traffic was switched contradicts the clock of the engine', () => {
  const late = texts['record.ndjson'].replace(
    /("type":"TaskStateEntered","at":")2026-11-02T08:00:02(\.\d+Z","state":"SwitchTraffic")/,
    '$12026-11-02T08:00:09$2',
  );
  expect(judged(late).reasons['rpo']).toContain('the recovery of orders is stamped');
});

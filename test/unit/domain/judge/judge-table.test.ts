import { expect, test } from 'vitest';
import { judgedFailover } from '../../../fakes/judged-failover.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';
import { reseal } from '../../../fakes/run-fixture-record.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const NEVER = 1e9;

function judged(everyMs: number) {
  const { texts } = buildRunFixture({ app: { everyMs, named: true } });
  return judgedFailover({ directory: '.', texts }, sha256);
}

test("a plan's own ledger that nothing was written to proves nothing", () => {
  const { databases, verdicts, reasons, findings } = judged(NEVER);
  expect(databases[0]?.ledger).toEqual({
    table: 'public.orders',
    seen: 0,
    lost: 0,
    holes: 0,
    rpoLowSeconds: null,
    rpoHighSeconds: null,
    verdict: 'inconclusive',
  });
  expect(databases[0]?.verdict).toBe('inconclusive');
  expect(verdicts).toMatchObject({ overall: 'inconclusive', rpo: 'inconclusive', data: 'met' });
  expect(reasons['rpo']).toBe(
    'orders: no row of public.orders was seen to be written before the disruption: a ledger that saw nothing proves nothing of the loss',
  );
  expect(findings.join(' ')).not.toContain('public.orders');
});

test("a plan's own ledger of which every row that was seen is there is met", () => {
  const { databases, verdicts } = judged(20);
  expect(databases[0]?.ledger).toMatchObject({ lost: 0, verdict: 'met' });
  expect(verdicts).toMatchObject({ overall: 'met', rpo: 'met' });
});

test("a plan's own ledger that could not be read after the promotion is inconclusive, and the cause is named", () => {
  const { texts } = buildRunFixture({ app: { everyMs: 20, named: true } });
  const unread = {
    schemaVersion: 1,
    line: 'table-unread',
    database: 'orders',
    table: 'public.orders',
    cause: 'canceling statement due to statement timeout',
  };
  const lines = texts['recovered.ndjson'].split('\n').filter((line) => !line.includes('"line":"table'));
  const recovered = `${lines.join('\n')}${JSON.stringify(unread)}\n`;
  const judgement = judgedFailover(
    { directory: '.', texts: reseal({ ...texts, 'recovered.ndjson': recovered }) },
    sha256,
  );
  expect(judgement.databases[0]?.ledger).toMatchObject({ verdict: 'inconclusive' });
  expect(judgement.verdicts).toMatchObject({ overall: 'inconclusive', rto: 'met', rpo: 'inconclusive' });
  expect(judgement.reasons['rpo']).toBe(
    'orders: the rows of public.orders could not be read after the promotion: canceling statement due to statement timeout',
  );
});

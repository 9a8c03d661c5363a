import { expect, test } from 'vitest';
import { judgedFailover } from '../../fakes/judged-failover.ts';
import { makeReportModel } from '../../../lib/report/make-report-model.ts';
import { buildRunFixture, type RunFixtureOptions } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

function reportOf(options: RunFixtureOptions) {
  const { texts } = buildRunFixture(options);
  const judgement = judgedFailover({ directory: '.', texts }, sha256);
  const { sections } = makeReportModel(judgement, texts);
  const sectionOf = (id: string) => sections.find((one) => one.id === id);
  const rowsOf = (id: string) => sectionOf(id)?.table?.rows.map((row) => row.map(({ text }) => text)) ?? [];
  const bars = sectionOf('objectives')?.figures.flatMap((figure) =>
    figure.kind === 'objectives' ? figure.bars : [],
  );
  return { judgement, rowsOf, bars };
}

test('a promise of its own that a service missed has its own row and bar, and the plan that kept its own is met', () => {
  const { judgement, rowsOf, bars } = reportOf({
    databases: { orders: 2_000 },
    beforeMs: 4_000,
    serviceRpoSeconds: 1,
  });
  expect(judgement.verdicts).toMatchObject({ rpo: 'missed', overall: 'missed' });
  expect(rowsOf('objectives').map(([name, promised, , verdict]) => [name, promised, verdict])).toEqual([
    ['Recovery time (RTO)', '1 h', 'met'],
    ['Recovery point (RPO)', '1 h', 'met'],
    ['RPO of checkout', '1 s', 'missed'],
    ['Hold', '2 s', 'met'],
  ]);
  expect(bars?.map(({ label, targetSeconds, verdict }) => [label, targetSeconds, verdict])).toEqual([
    ['Recovery time (RTO)', 3_600, 'met'],
    ['Recovery point (RPO)', 3_600, 'met'],
    ['RPO of checkout', 1, 'missed'],
  ]);
  const lost = `${(judgement.databases[0]?.rpoSeconds ?? 0).toFixed(3)} s`;
  expect(rowsOf('services').map(([name, , , , what, verdict]) => [name, what, verdict])).toEqual([
    ['checkout', `${lost} of 1 s`, 'missed'],
    ['reports', `${lost} of 1 h`, 'met'],
  ]);
});

test('where the plan itself missed its promise, its row says so', () => {
  const { rowsOf } = reportOf({ databases: { orders: 2_000 }, beforeMs: 4_000, rpoSeconds: 1 });
  expect(
    rowsOf('objectives')
      .find(([name]) => name === 'Recovery point (RPO)')
      ?.at(-1),
  ).toBe('missed');
  expect(rowsOf('objectives')).toHaveLength(3);
});

test('what is not trusted is inconclusive against every promise', () => {
  const { judgement, rowsOf } = reportOf({
    databases: { orders: 2_000 },
    beforeMs: 1_500,
    serviceRpoSeconds: 1,
  });
  const own = rowsOf('objectives').find(([name]) => name === 'RPO of checkout');
  expect(judgement.databases[0]?.verdict).toBe('inconclusive');
  expect(own?.at(-1) ?? 'inconclusive').toBe('inconclusive');
});

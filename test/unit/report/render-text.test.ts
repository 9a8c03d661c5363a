import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { makeReportModel } from '../../../lib/report/make-report-model.ts';
import { renderText } from '../../../lib/report/render-text.ts';
import { buildRunFixture, type RunFixtureOptions } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

function report(options: RunFixtureOptions = {}) {
  const { texts } = buildRunFixture(options);
  const judgement = judgeRun({ directory: '.', texts }, sha256);
  return makeReportModel(judgement, texts['record.ndjson']);
}

test('a rehearsal says so first, then the verdict', () => {
  const lines = renderText(report(), { colour: false }).split('\n');
  expect(lines[1]).toMatch(/^│ REHEARSAL +│$/);
  expect(lines[4]).toMatch(/^│ Failover drill of payments: MET +│$/);
});

test('sections stand in the order of the report', () => {
  const titles = report().sections.map(({ title }) => title);
  expect(titles).toEqual([
    'Clocks',
    'Objectives',
    'Phases of the recovery',
    'Services by wave',
    'Databases',
    'Heartbeats',
    'What was simulated',
    'What was not tested',
    'Findings',
    'The run',
    'How to judge it again',
  ]);
});

test('nothing lost reads less than one interval', () => {
  expect(renderText(report(), { colour: false })).toContain('less than one interval (20 ms)');
});

test.each([{}, { databases: { orders: 300, audit: 0 } }, { outage: false }, { fenced: false }])(
  'no line of the report of %o is wider than 100 columns',
  (options) => {
    const lines = renderText(report(options), { colour: false }).split('\n');
    expect(lines.filter((line) => Array.from(line).length > 100)).toEqual([]);
  },
);

test('colours repeat the words and change nothing else', () => {
  const plain = renderText(report(), { colour: false });
  const coloured = renderText(report(), { colour: true });
  expect(coloured).toContain('\u001b[32;1m');
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

test('nothing of a run steers the terminal', () => {
  const model = { ...report(), title: 'x\u001b[2J\u202ey\nz' };
  const text = renderText(model, { colour: false });
  expect(text).toContain('x [2J y z: MET');
  expect(text.includes('\u001b') || text.includes('\u202e')).toBe(false);
});

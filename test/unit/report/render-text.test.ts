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
  return makeReportModel(judgement, texts);
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
    'Fencing',
    'What the loss means',
    'Heartbeats',
    'The ledger over time',
    'What was simulated',
    'What was not tested',
    'Findings',
    'Steps',
    'The run',
    'What auditors ask for',
    'How to judge it again',
  ]);
});

test('nothing lost reads less than one interval', () => {
  expect(report().headlines.at(-1)).toMatch(
    /^Lost less than one interval \(20 ms\) plus [\d.]+ ms of doubt about the moment; promised 1 h\.$/,
  );
});

/** The list under a section's title, one string an item. */
function itemsOf(options: RunFixtureOptions, id: string): readonly string[] {
  return report(options).sections.find((section) => section.id === id)?.list ?? [];
}

test('a claim of replication lag is held against the loss, and called wrong when it was', () => {
  const [claim] = itemsOf({ databases: { orders: 500 } }, 'loss');
  expect(claim).toMatch(
    /^orders: replication lag claimed 10 ms at pre-flight; lost were 0\.4\d* s to 0\.5\d* s\. The claim was wrong by 0\.\d+ s to 0\.\d+ s: a replica does not know what has not reached it\.$/,
  );
  expect(itemsOf({}, 'loss')[0]).toContain('The measurement does not contradict the claim');
});

test('transactions at risk are an estimate with bounds, and a rate', () => {
  expect(itemsOf({ databases: { orders: 500 } }, 'loss')[1]).toMatch(
    /^orders: transactions of the application at risk: about \d+, between \d+ and \d+\. Before, it committed \d+(\.\d)? writing transactions a second; \d+\.\d kB of WAL a second with the heartbeats\.$/,
  );
});

test("the plan's own ledger stands beside the heartbeats, with the rows that were lost", () => {
  const items = itemsOf({ databases: { orders: 500 }, app: { everyMs: 20, named: true } }, 'loss');
  expect(items[2]).toMatch(
    /^orders: of \d+ rows of public\.orders that were seen committed, \d+ are lost; the loss is .* s to .* s: met\.$/,
  );
});

test('heartbeats are counted for each of several databases', () => {
  const model = report({ databases: { orders: 300, audit: 0 } });
  const table = model.sections.find(({ id }) => id === 'heartbeats')?.table;
  expect(table?.columns.map(({ label }) => label)).toEqual([
    'Heartbeats',
    'All',
    'orders',
    'audit',
    'Meaning',
  ]);
});

test.each([{}, { databases: { orders: 300, audit: 0 } }, { outage: false }, { fenced: false }])(
  'no line of the report of %o is wider than 100 columns',
  (options) => {
    const lines = renderText(report(options), { colour: false }).split('\n');
    expect(lines.filter((line) => Array.from(line).length > 100)).toEqual([]);
  },
);

test.each([60, 80, 40])('no line is wider than a terminal of %d columns, of 60 at the least', (columns) => {
  const lines = renderText(report({ databases: { orders: 300 } }), { colour: false, columns }).split('\n');
  const widest = Math.max(...lines.map((line) => Array.from(line).length));
  expect(widest).toBe(Math.max(60, columns));
});

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

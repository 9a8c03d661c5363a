import { expect, test } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { makeReportModel } from '../../../lib/report/make-report-model.ts';
import { renderHtml } from '../../../lib/report/render-html.ts';
import { buildRunFixture } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

const { texts } = buildRunFixture({ databases: { orders: 120, audit: 0 } });
const judgement = judgeRun({ directory: '.', texts }, sha256);
const model = makeReportModel(judgement, texts);
const html = renderHtml(model);

test('the page has a language, a title and one heading of the first level', () => {
  expect(html).toMatch(/^<!doctype html>\n<html lang="en"><head><meta charset="utf-8">/);
  expect(html).toContain('<title>REHEARSAL: Failover drill of payments, met</title>');
  expect(html.match(/<h1/g)).toHaveLength(1);
});

test('every tag that is opened is closed, in order', () => {
  const open: string[] = [];
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (name === 'meta') continue;
    if (slash === '/') expect(open.pop()).toBe(name);
    else open.push(name);
  }
  expect(open).toEqual([]);
});

test('nothing is loaded from elsewhere and nothing runs', () => {
  expect(html).not.toMatch(/<script|<link|<img|<iframe|url\(|https?:|\son[a-z]+=/);
});

test('every table has headers for its columns and its rows', () => {
  const tables = html.match(/<table>.*?<\/table>/gs) ?? [];
  expect(tables.length).toBeGreaterThan(8);
  for (const table of tables) {
    expect(table).toContain('<th scope="col"');
    expect(table).toContain('<th scope="row">');
  }
});

test('every section is named by a heading, and no id occurs twice', () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  const named = [...html.matchAll(/aria-labelledby="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(named));
  expect(named.length).toBe(model.sections.length + 1);
});

test('verdicts stand in words', () => {
  expect(html).toContain('<p class="overall">MET</p>');
  expect(html).toContain('<td class="met">met</td>');
});

test('whatever a run contains is escaped', () => {
  const evil = '<script>alert("1")</script>\'&';
  const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;';
  const page = renderHtml({
    ...model,
    title: evil,
    run: evil,
    overallReason: evil,
    headlines: [evil],
    verdicts: [{ part: evil, name: evil, verdict: 'met', reason: evil }],
    sections: [
      {
        id: evil,
        title: evil,
        notes: [evil],
        commands: [evil],
        figures: [
          { kind: 'waterfall', spans: [{ label: evil, start: 0, seconds: 1 }] },
          {
            kind: 'objectives',
            bars: [{ label: evil, lowSeconds: 0, highSeconds: 1, targetSeconds: 3600, verdict: 'met' }],
          },
          {
            kind: 'dependencies',
            nodes: [{ name: evil, wave: 1, required: true, verdict: null, dependsOn: [] }],
          },
        ],
        table: { columns: [{ label: evil }], rows: [[{ text: evil }]] },
        list: [evil],
      },
    ],
  });
  expect(page).not.toContain('<script');
  expect(page.split(escaped).length).toBeGreaterThan(15);
});

test('the same run gives the same bytes', () => {
  expect(renderHtml(makeReportModel(judgement, texts))).toBe(html);
});

test('nothing that a run contains turns the direction of a page, or is a control character of XML', () => {
  const page = renderHtml({ ...model, title: 'a\u202eb\u0000c\u009bd', headlines: ['one\ntwo'] });
  expect(page).toContain('<h1>a b c d</h1>');
  expect(page).toContain('<p>one\ntwo</p>');
});

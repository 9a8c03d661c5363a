import { XMLValidator } from 'fast-xml-parser';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { judgeRun } from '../../../../lib/domain/judge/judge-run.ts';
import { makeReportModel } from '../../../../lib/report/make-report-model.ts';
import { pdfDocument } from '../../../../lib/report/pdf/pdf-document.ts';
import { plainText } from '../../../../lib/report/plain-text.ts';
import type { ReportModel } from '../../../../lib/report/report-model.ts';
import { GOLDEN_RUNS, goldenTexts } from '../../../fakes/golden-runs.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const ALL = { has: () => true, other: null };

function modelOf(name: string): ReportModel {
  const texts = goldenTexts(name);
  return makeReportModel(judgeRun({ directory: '.', texts }, sha256), texts);
}

const Runs = z.array(z.object({ text: z.string() }));
const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Every text and every drawing of a document, wherever it stands. */
function found(node: unknown): { readonly texts: readonly string[]; readonly drawings: readonly string[] } {
  if (Array.isArray(node) || !isGroup(node)) {
    const parts = Array.isArray(node) ? node.map(found) : [];
    return {
      texts: parts.flatMap(({ texts }) => texts),
      drawings: parts.flatMap(({ drawings }) => drawings),
    };
  }
  const runs = Runs.safeParse(node['text']);
  const own =
    typeof node['text'] === 'string'
      ? [node['text']]
      : runs.success
        ? [runs.data.map(({ text }) => text).join('')]
        : [];
  const parts = found(
    Object.entries(node).flatMap(([key, value]) => (key === 'text' || key === 'svg' ? [] : [value])),
  );
  const drawn = typeof node['svg'] === 'string' ? [node['svg']] : [];
  return { texts: [...own, ...parts.texts], drawings: [...drawn, ...parts.drawings] };
}

describe.each(GOLDEN_RUNS)('the report of %s', (name) => {
  const model = modelOf(name);
  const document = pdfDocument(model, ALL);
  const { texts, drawings } = found(document.content);

  test('says all that its model says', () => {
    const said = [
      model.banner.word,
      model.banner.sentence,
      model.title,
      model.overall.toUpperCase(),
      model.overallReason,
      ...model.headlines,
      ...model.verdicts.flatMap(({ name: part, verdict, reason }) => [part, verdict, reason]),
      ...model.sections.flatMap(({ title, notes, commands, list, table }) => [
        title,
        ...notes,
        ...commands,
        ...list,
        ...(table
          ? [...table.columns.map(({ label }) => label), ...table.rows.flat().map(({ text }) => text)]
          : []),
      ]),
    ].map(plainText);
    expect(said.filter((one) => !texts.includes(one))).toEqual([]);
  });

  test('draws every figure, without anything that only a browser knows', () => {
    expect(drawings).toHaveLength(model.sections.flatMap(({ figures }) => figures).length);
    for (const svg of drawings) {
      expect(XMLValidator.validate(svg)).toBe(true);
      expect(svg).not.toContain('var(');
    }
  });
});

test('what was achieved is drawn against what was promised', () => {
  const { drawings } = found(pdfDocument(modelOf('v1'), ALL).content);
  expect(drawings.filter((svg) => svg.includes('promised 1 h'))).toHaveLength(1);
});

test('hostile text is text, in words and in drawings', () => {
  const evil = '</text><script>x</script>"\u001b[2J\u202e&#0;';
  const model = modelOf('v1');
  const { texts, drawings } = found(
    pdfDocument(
      {
        ...model,
        title: evil,
        sections: [
          {
            id: 'evil',
            title: evil,
            notes: [evil],
            commands: [evil],
            figures: [
              { kind: 'waterfall', spans: [{ label: evil, start: 0, seconds: 1 }] },
              {
                kind: 'objectives',
                bars: [{ label: evil, lowSeconds: 0, highSeconds: 1, targetSeconds: 2, verdict: 'met' }],
              },
            ],
            table: { columns: [{ label: evil }], rows: [[{ text: evil }]] },
            list: [evil],
          },
        ],
      },
      ALL,
    ).content,
  );
  const shown = '</text><script>x</script>" [2J &#0;';
  expect(texts.filter((text) => text === shown)).toHaveLength(7);
  expect(texts.filter((text) => text.includes('\u001b'))).toEqual([]);
  for (const svg of drawings) {
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;x&lt;/script&gt;&quot; [2J &amp;#0;');
    for (const sign of ['\u001b', '\u202e']) expect(svg).not.toContain(sign);
  }
});

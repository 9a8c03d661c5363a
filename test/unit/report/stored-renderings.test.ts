import { XMLParser, XMLValidator } from 'fast-xml-parser';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { readRun } from '../../../lib/domain/judge/run-facts.ts';
import type { RunFiles } from '../../../lib/domain/run/run-files.ts';
import { renderReports } from '../../../lib/report/render-reports.ts';
import { GOLDEN_RUNS, goldenTexts } from '../../fakes/golden-runs.ts';
import { buildRunFixture, type RunFixtureOptions } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

function renderingsOf(texts: RunFiles['texts'], change: (text: string) => string = (text) => text) {
  const judgement = judgeRun({ directory: '.', texts }, sha256);
  const reasons = Object.fromEntries(
    Object.entries(judgement.reasons).map(([part, reason]) => [part, change(reason)]),
  );
  return renderReports({ ...judgement, reasons }, readRun({ directory: '.', texts }));
}

function fixture(options: RunFixtureOptions = {}, change?: (text: string) => string) {
  return renderingsOf(buildRunFixture(options).texts, change);
}

const Suite = z.object({
  '@name': z.string(),
  '@tests': z.string(),
  '@failures': z.string(),
  '@errors': z.string(),
  properties: z.object({ property: z.array(z.object({ '@name': z.string(), '@value': z.string() })) }),
  testcase: z.array(
    z.object({
      '@name': z.string(),
      failure: z.object({ '@message': z.string() }).optional(),
      error: z.object({ '@message': z.string() }).optional(),
    }),
  ),
});

function suiteOf(xml: string) {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: false,
  });
  return z.object({ testsuites: z.object({ testsuite: Suite }) }).parse(parser.parse(xml)).testsuites
    .testsuite;
}

/** RFC 4180, as a spreadsheet reads it. */
function rowsOf(csv: string): readonly (readonly string[])[] {
  const fields = [...csv.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)];
  const rows: string[][] = [[]];
  for (const [, field = '', end] of fields) {
    rows.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === '\r\n') rows.push([]);
  }
  expect(fields.map(([whole]) => whole).join('')).toBe(csv);
  return rows.slice(0, -1);
}

describe.each(GOLDEN_RUNS)('the golden run %s', (version) => {
  const texts = goldenTexts(version);
  const first = renderingsOf(texts);

  test('gives the same bytes again', () => {
    expect(renderingsOf(texts)).toEqual(first);
  });

  test('says in every rendering what kind of proof it is, or in whose name it stands', () => {
    for (const name of ['md', 'junit.xml', 'txt', 'html']) expect(first[name], name).toContain('REHEARSAL');
    expect(first['prom']).toContain('scope="rehearsal"');
  });

  test('has as many test cases as parts of the verdict, and none passes that is not met', () => {
    const suite = suiteOf(first['junit.xml'] ?? '');
    const { reasons, verdicts } = judgeRun({ directory: '.', texts }, sha256);
    const said = suite.testcase.map(
      ({ failure, error }) => failure?.['@message'] ?? error?.['@message'] ?? null,
    );
    expect(Number(suite['@tests'])).toBe(said.length);
    expect(said.filter((one) => one === null)).toHaveLength(
      Object.entries(verdicts).filter(([part, verdict]) => part !== 'overall' && verdict === 'met').length,
    );
    for (const message of said) if (message !== null) expect(Object.values(reasons)).toContain(message);
  });

  test('has one line a step, and one an attempt', () => {
    const [head, ...steps] = rowsOf(first['steps.csv'] ?? '');
    expect(head).toEqual(['state', 'entered', 'exited', 'attempts', 'failures']);
    expect(steps.map(([state]) => state)).toContain('SealRecord');
    expect(steps.every((row) => row.length === head?.length)).toBe(true);
    const attempts = [texts['ledger.ndjson'], texts['stale.ndjson']].flatMap((text) =>
      (text ?? '').split('\n').filter(Boolean),
    );
    const [, ...ledger] = first['ledger.csv'] === undefined ? [[]] : rowsOf(first['ledger.csv']);
    expect(ledger).toHaveLength(attempts.length);
  });
});

describe('a pipeline', () => {
  test('fails by what was missed, and is in error by what proves nothing', () => {
    const missed = suiteOf(fixture({ rtoSeconds: 0.001 })['junit.xml'] ?? '');
    expect(missed.testcase.find(({ failure }) => failure)?.['@name']).toMatch(/RTO|Recovery time/i);
    expect(Number(missed['@failures'])).toBeGreaterThan(0);
    const nothing = suiteOf(fixture({ outage: false })['junit.xml'] ?? '');
    expect(Number(nothing['@errors'])).toBeGreaterThan(0);
  });

  test('reads numbers with both their ends', () => {
    const { properties } = suiteOf(fixture()['junit.xml'] ?? '');
    const values = new Map(properties.property.map((one) => [one['@name'], one['@value']]));
    expect(Number(values.get('rto.lowSeconds'))).toBeLessThan(Number(values.get('rto.highSeconds')));
    expect(values.get('scope')).toBe('rehearsal');
  });
});

describe('what a run says cannot become more than text', () => {
  const HOSTILE = '`x` | <b onclick="y">&amp;</b> *z* [a](b)\n# c\u001b[2J';
  const hostile = fixture({}, () => HOSTILE);

  test('in a ticket', () => {
    const rows = (hostile['md'] ?? '').split('\n').filter((line) => line.includes('onclick'));
    expect(rows.length).toBeGreaterThan(3);
    for (const line of rows)
      expect(line).toContain('\\`x\\` \\| \\<b onclick="y"\\>\\&amp;\\</b\\> \\*z\\* \\[a\\](b) # c \\[2J');
  });

  test('in XML', () => {
    const xml = fixture({ outage: false }, () => HOSTILE)['junit.xml'] ?? '';
    const messages = suiteOf(xml).testcase.flatMap(({ error }) => error?.['@message'] ?? []);
    expect(messages.length).toBeGreaterThan(0);
    expect(xml).not.toContain('<b ');
  });

  test('in a spreadsheet', () => {
    const { texts } = buildRunFixture();
    const [first = ''] = (texts['ledger.ndjson'] ?? '').split('\n');
    const attempt = { ...z.looseObject({}).parse(JSON.parse(first)), error: '=1+1, "quoted"\r\nnext' };
    const ledger =
      renderingsOf({ ...texts, 'ledger.ndjson': `${JSON.stringify(attempt)}\n` })['ledger.csv'] ?? '';
    expect(rowsOf(ledger)[1]?.at(-1)).toBe('\'=1+1, "quoted"\r\nnext');
  });
});

describe('metrics', () => {
  const LINE =
    /^(?:# (?:TYPE|UNIT|HELP) [a-z_]+ .+|[a-z_]+\{[a-z_]+="(?:[^"\\\n]|\\.)*"(?:,[a-z_]+="(?:[^"\\\n]|\\.)*")*\} -?[\d.e+-]+)$/;

  test('are OpenMetrics: each line of its form, a family in one piece, and an end', () => {
    const text = fixture()['prom'] ?? '';
    expect(text.endsWith('# EOF\n')).toBe(true);
    const lines = text.slice(0, -'# EOF\n'.length).trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(LINE);
    const families = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]);
    expect(new Set(families).size).toBe(families.length);
    expect(families).toContain('muster_drill_rto_seconds');
  });

  test('of what was not measured there is no number', () => {
    const text = fixture({ outage: false })['prom'] ?? '';
    expect(text).not.toContain('muster_drill_rto_seconds');
    expect(text).toContain('part="rto",muster_drill_verdict="inconclusive"} 1');
  });
});

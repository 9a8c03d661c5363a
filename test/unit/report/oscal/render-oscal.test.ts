import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { judgeRun } from '../../../../lib/domain/judge/judge-run.ts';
import type { Judgement } from '../../../../lib/domain/run/judgement.ts';
import { readRun } from '../../../../lib/domain/judge/run-facts.ts';
import type { RunFiles } from '../../../../lib/domain/run/run-files.ts';
import { renderReports } from '../../../../lib/report/render-reports.ts';
import { GOLDEN_RUNS, goldenTexts } from '../../../fakes/golden-runs.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const SCHEMAS = {
  'oscal-ap.json': {
    file: 'oscal_assessment-plan_schema.json',
    sha256: '0850be91252390dde740a98fd2f0fc504cd0ba66fe8940c2b6242b7aa2fb36eb',
  },
  'oscal-ar.json': {
    file: 'oscal_assessment-results_schema.json',
    sha256: 'd9e34757f0c12aff61f52b821f0b8f83ba0ba75b3a149a202b08ba82f82bc4c3',
  },
} as const;
type Extension = keyof typeof SCHEMAS;
const EXTENSIONS = ['oscal-ap.json', 'oscal-ar.json'] as const;

const schemaText = (extension: Extension) =>
  readFileSync(new URL(`../../../fixtures/oscal/${SCHEMAS[extension].file}`, import.meta.url), 'utf8');

/** ajv has formats apart; dates are held by patterns of NIST's own. */
function validatorOf(extension: Extension) {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { uri: isUri, 'uri-reference': isReference, 'date-time': true, email: true },
  });
  return ajv.compile(z.looseObject({}).parse(JSON.parse(schemaText(extension))));
}
const isUri = (text: string) => URL.canParse(text);
const isReference = (text: string) => URL.canParse(text, 'https://base.example/');
const VALIDATE = {
  'oscal-ap.json': validatorOf('oscal-ap.json'),
  'oscal-ar.json': validatorOf('oscal-ar.json'),
};

const State = z.object({ state: z.string(), reason: z.string(), remarks: z.string() });
const Results = z.object({
  'assessment-results': z.object({
    uuid: z.string(),
    metadata: z.object({ title: z.string() }),
    'import-ap': z.object({ href: z.string() }),
    results: z.array(
      z.object({
        start: z.string(),
        end: z.string(),
        observations: z.array(
          z.looseObject({ uuid: z.string(), title: z.string(), description: z.string() }),
        ),
        risks: z.array(z.object({ uuid: z.string(), title: z.string() })).default([]),
        findings: z
          .array(
            z.object({ title: z.string(), target: z.object({ 'target-id': z.string(), status: State }) }),
          )
          .default([]),
      }),
    ),
  }),
});

function judged(texts: RunFiles['texts'], changed: (judgement: Judgement) => Judgement = (same) => same) {
  return changed(judgeRun({ directory: '.', texts }, sha256));
}

function renderedOf(texts: RunFiles['texts'], changed?: (judgement: Judgement) => Judgement) {
  const rendered = renderReports(judged(texts, changed), readRun({ directory: '.', texts }));
  const text = (extension: Extension) => rendered[extension] ?? '';
  const results = Results.parse(JSON.parse(text('oscal-ar.json')))['assessment-results'];
  return { text, results, result: results.results[0] };
}

function expectValid(text: (extension: Extension) => string) {
  for (const extension of EXTENSIONS) {
    const isValid = VALIDATE[extension](JSON.parse(text(extension)));
    expect([isValid, VALIDATE[extension].errors], extension).toEqual([true, null]);
  }
}

test.each(EXTENSIONS)('the schema of %s is the one that NIST released', (extension) => {
  expect(sha256(schemaText(extension))).toBe(SCHEMAS[extension].sha256);
});

describe.each(GOLDEN_RUNS)('the golden run %s', (name) => {
  const { text, results, result } = renderedOf(goldenTexts(name));

  test('validates, and would not with a field of our own', () => {
    expectValid(text);
    for (const extension of EXTENSIONS) {
      const document = z.record(z.string(), z.looseObject({})).parse(JSON.parse(text(extension)));
      const changed = Object.entries(document).map(([key, value]) => [key, { ...value, verdict: 'met' }]);
      expect(VALIDATE[extension](Object.fromEntries(changed)), extension).toBe(false);
    }
  });

  test('is a rehearsal, and satisfies no control', () => {
    expect(results.metadata.title).toMatch(/^REHEARSAL: /);
    expect(results['import-ap'].href).toBe('report-rehearsal.oscal-ap.json');
    expect(result?.findings.length).toBeGreaterThan(0);
    for (const { target } of result?.findings ?? []) {
      expect(target.status).toMatchObject({ state: 'not-satisfied', reason: 'other' });
      expect(target.status.remarks).toMatch(/^rehearsal: /);
    }
  });

  test('has an observation for each part of the verdict, and a risk for each that is not met', () => {
    const { verdicts } = judged(goldenTexts(name));
    const parts = Object.entries(verdicts).filter(([part]) => part !== 'overall');
    expect(result?.observations.length).toBeGreaterThanOrEqual(parts.length);
    expect(result?.risks).toHaveLength(parts.filter(([, verdict]) => verdict !== 'met').length);
  });

  test('names each thing once, by a UUID that is the same again', () => {
    const ids = [...text('oscal-ar.json').matchAll(/^ +"uuid": "([^"]+)"/gm)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(renderedOf(goldenTexts(name)).text('oscal-ar.json')).toBe(text('oscal-ar.json'));
  });

  test('every reference within leads to something', () => {
    for (const extension of EXTENSIONS) {
      const all = text(extension);
      const found = new Set([...all.matchAll(/"uuid": "([^"]+)"/g)].map(([, id]) => id));
      const wanted = [...all.matchAll(/"(?:[a-z]+-uuid|href)": "#?([0-9a-f-]{36})"/g)].map(([, id]) => id);
      expect(wanted.length, extension).toBeGreaterThan(0);
      expect(
        wanted.filter((id) => !found.has(id)),
        extension,
      ).toEqual([]);
    }
  });
});

describe('what a run is worth', () => {
  const { texts } = buildRunFixture();
  const statuses = (changed: (judgement: Judgement) => Judgement) =>
    renderedOf(texts, changed).result?.findings.map(({ target }) => target.status.state) ?? [];

  test('the same met run on AWS satisfies, as long as it is no rehearsal', () => {
    expect(statuses((run) => ({ ...run, scope: 'live', target: 'aws' }))).toEqual(['satisfied', 'satisfied']);
    expect(statuses((run) => ({ ...run, scope: 'rehearsal', target: 'aws' }))).not.toContain('satisfied');
    expect(statuses((run) => ({ ...run, scope: 'real' }))).not.toContain('satisfied');
  });

  test('what is inconclusive never satisfies, and its gaps are risks', () => {
    const fixture = buildRunFixture({ outage: false });
    const { text, result } = renderedOf(fixture.texts, (run) => ({ ...run, scope: 'live', target: 'aws' }));
    expectValid(text);
    expect(result?.findings.map(({ target }) => target.status.state)).toEqual([
      'not-satisfied',
      'not-satisfied',
    ]);
    expect(result?.risks.map(({ title }) => title)).toContain('Recovery time: inconclusive');
  });

  test('it ends when it was sealed, and began when its execution did', () => {
    const { result } = renderedOf(texts);
    expect(result?.start.localeCompare(result.end, 'en')).toBe(-1);
    expect(texts['record.ndjson']).toContain(`"at":"${result?.end}"`);
  });

  test('a run without any moment on record gives no document', () => {
    const unrecorded = { ...texts, 'record.ndjson': '' };
    const rendered = renderReports(judged(unrecorded), readRun({ directory: '.', texts: unrecorded }));
    expect(Object.keys(rendered)).not.toContain('oscal-ar.json');
    expect(Object.keys(rendered)).toContain('html');
  });

  test('another run has other UUIDs', () => {
    const other = buildRunFixture({ seed: 99 });
    expect(renderedOf(other.texts).results.uuid).not.toBe(renderedOf(texts).results.uuid);
  });
});

test('hostile text stays text: one line, no Markdown, no insertion, and the document validates', () => {
  const evil = '{{ insert: param, x }} <img src=x> [a](javascript:b) *c* \u001b[2J\u202e\n# d';
  const { texts } = buildRunFixture({ outage: false });
  const { text, result } = renderedOf(texts, (run) => ({
    ...run,
    reasons: Object.fromEntries(Object.keys(run.reasons).map((part) => [part, evil])),
    findings: [evil, ''],
  }));
  expectValid(text);
  const said = '\\{\\{ insert: param, x }} \\<img src=x\\> \\[a\\](javascript:b) \\*c\\*  \\[2J # d';
  const descriptions = result?.observations.map(({ description }) => description) ?? [];
  expect(descriptions).toContain(said);
  for (const extension of EXTENSIONS) expect(text(extension)).not.toContain('"{{');
});

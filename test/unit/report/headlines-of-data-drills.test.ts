import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { makeReportModel } from '../../../lib/report/make-report-model.ts';
import { reseal } from '../../fakes/run-fixture-record.ts';
import { sha256 } from '../../fakes/sha256.ts';

const GOLDEN = fileURLToPath(new URL('../../fixtures/golden/', import.meta.url));

/** A golden run with its record changed, sealed anew or left broken: its headlines and its judgement. */
function changed(run: string, edit: (record: string) => string, isSealed = true) {
  const names = readdirSync(join(GOLDEN, run)).filter((name) => name !== 'judgement.json');
  const files = names.map((name) => [name, readFileSync(join(GOLDEN, run, name), 'utf8')] as const);
  const texts = { 'record.ndjson': '', ...Object.fromEntries(files) };
  const record = edit(texts['record.ndjson']);
  const judgedTexts = isSealed
    ? reseal({ ...texts, 'record.ndjson': record })
    : { ...texts, 'record.ndjson': record };
  const judgement = judgeRun({ directory: '.', texts: judgedTexts }, sha256);
  return { judgement, headlines: makeReportModel(judgement, judgedTexts).headlines };
}
const same = (record: string) => record;

test('a backup is said to be one when what it holds and where it lies are proven, and not to be restorable', () => {
  expect(changed('v1-backup', same).headlines[0]).toMatch(/^orders-db is backed up as of \d{4}-/);
  const smaller = changed('v1-backup', (record) =>
    record
      .split('\n')
      .map((line) =>
        line.includes('"state":"AwaitCopies"')
          ? line.replace(/"allocatedGiB":\d+/, '"allocatedGiB":1')
          : line,
      )
      .join('\n'),
  );
  expect(smaller.judgement).toMatchObject({
    verdicts: { backup: 'missed', content: 'met' },
    databases: [{ verdict: 'missed' }],
  });
  expect(smaller.headlines[0]).toBe('orders-db has no proven backup of this run.');
});

test('a copy that is not proven to be what it had to be is no verified one, however soon it was there', () => {
  expect(changed('v1-restore', same).headlines[0]).toMatch(
    /^From the decision to the verified copy it took /,
  );
  const damaged = changed('v1-restore', (record) =>
    record.replace('"problems":[],"unchecked":[]', '"problems":[],"unchecked":[{"what":"i","seen":"s"}]'),
  );
  expect(damaged.judgement.verdicts).toMatchObject({ integrity: 'inconclusive', rto: 'inconclusive' });
  expect(damaged.headlines[0]).toMatch(/^What was restored is not proven to be what it had to be; /);
});

test.each(['v1-backup', 'v1-restore'])('files of %s that were changed show no number at all', (run) => {
  const { judgement } = changed(run, (record) => record.replace('{', '{ '), false);
  expect(judgement).toMatchObject({
    verdicts: { overall: 'inconclusive' },
    rto: null,
    rpo: null,
    databases: [],
  });
});

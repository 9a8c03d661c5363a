import { expect, test } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { makeReportModel } from '../../../lib/report/make-report-model.ts';
import { goldenRun } from '../../fakes/signed-run.ts';
import { sha256 } from '../../fakes/sha256.ts';

const KINDS = ['v1-drill', 'v1-switchover', 'v1-backup', 'v1-replication-check', 'v1-restore'];

function fieldsOf(texts: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const judgement = judgeRun({ directory: '.', texts }, sha256);
  const { sections } = makeReportModel(judgement, texts);
  const rows = sections.find(({ id }) => id === 'audit')?.table?.rows ?? [];
  return new Map(rows.map(([field, says]) => [field?.text ?? '', says?.text ?? '']));
}

test.each(KINDS)('a report of %s has every field, with a value, a place or a reason', (version) => {
  const fields = fieldsOf(goldenRun(version));
  expect([...fields.keys()]).toEqual([...fieldsOf(goldenRun('v1-drill')).keys()]);
  expect(fields.size).toBe(26);
  for (const [field, says] of fields) expect(`${field}: ${says}`).toMatch(/: .{3,}$/);
  expect(fields.get('Controls')).toMatch(/^satisfies none: rehearsal: it proves nothing of the live system/);
});

test('names a section only where the report has it', () => {
  const moved = fieldsOf(goldenRun('v1-drill'));
  expect(moved.get('Clocks')).toBe('in Clocks');
  expect(moved.get('Object proof')).toBe('a failover reads no object of a bucket');
  expect(fieldsOf(goldenRun('v1-backup')).get('Clocks')).toBe(
    'nobody is interrupted by a drill of this kind; Steps has every moment',
  );
});

test('shows what the plan says of itself, and says so where nobody can read it', () => {
  const run = goldenRun('v1-drill');
  const evidence = {
    businessFunctions: ['Orders', 'Refunds'],
    criticality: 'critical',
    assumptions: ['DNS works'],
  };
  const fields = fieldsOf({ ...run, 'plan.yaml': JSON.stringify({ evidence }) });
  expect(fields.get('Business functions')).toBe('Orders; Refunds');
  expect(fields.get('Criticality')).toBe('critical');
  expect(fields.get('Assumptions of the plan')).toBe('DNS works');
  expect(fields.get('What no drill of the plan shows')).toBe('the plan names none');
  const unread = 'the plan of this run cannot be read by this version; it lies beside this report';
  expect(fieldsOf({ ...run, 'plan.yaml': '{' }).get('Criticality')).toBe(unread);
});

test('a run that did not come far enough says what it never recorded', () => {
  const { 'plan.yaml': plan = '', 'record.ndjson': record = '' } = goldenRun('v1-drill');
  const [first = ''] = record.split('\n');
  const fields = fieldsOf({ 'plan.yaml': plan, 'record.ndjson': `${first}\n` });
  expect(fields.get('Objectives')).toBe('not recorded: the run did not come so far');
  expect(fields.get('Account and region of the orchestrator')).toBe('not recorded');
});

test.each([
  [undefined, 'the plan asks for 30 days, COMPLIANCE; whether the bucket has Object Lock is not on record'],
  [
    { objectLock: 'on', byDefault: null },
    'the plan asks for 30 days, COMPLIANCE; the bucket has Object Lock, and retention.json says until when it keeps this run',
  ],
  [
    { objectLock: 'off' },
    'NOT KEPT: the plan asks for 30 days, COMPLIANCE, and the bucket has no Object Lock: whoever may delete there can delete this run',
  ],
  [
    { objectLock: 'unknown', problem: 'refused' },
    'the plan asks for 30 days, COMPLIANCE; whether the bucket has Object Lock is not known: refused',
  ],
])('says whether the bucket keeps the evidence: %j', (store, expected) => {
  const run = goldenRun('v1-drill');
  const record = (run['record.ndjson'] ?? '').replaceAll(
    '"missingLedgerSegments":[]',
    `"missingLedgerSegments":[]${store ? `,"store":${JSON.stringify(store)}` : ''}`,
  );
  const retention = { evidence: 'P30D', evidenceMode: 'COMPLIANCE' };
  const fields = fieldsOf({ ...run, 'record.ndjson': record, 'plan.yaml': JSON.stringify({ retention }) });
  expect(fields.get('Retention of this evidence')).toBe(expected);
});

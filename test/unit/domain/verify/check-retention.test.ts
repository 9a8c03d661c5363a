import { expect, test } from 'vitest';
import { utf8 } from '../../../../lib/domain/bytes.ts';
import type { BucketRetention } from '../../../../lib/domain/evidence/bucket-retention.ts';
import { keptFrom, RETENTION_FILE, retentionText } from '../../../../lib/domain/evidence/retention-file.ts';
import { checkRetention } from '../../../../lib/domain/verify/check-retention.ts';
import { NOON } from '../../../fakes/manual-clock.ts';

const asked = { mode: 'COMPLIANCE', seconds: 86_400 } as const;

function check(store: BucketRetention, problem: string | null = null) {
  const file = { region: 'eu-west-1', bucket: 'orders', asked, store, problem, files: [] };
  const text = retentionText(file, problem === null ? keptFrom(NOON, asked, store) : null);
  return checkRetention(new Map([[RETENTION_FILE, utf8(text)]]));
}

test.each([
  [
    check({ objectLock: 'on', byDefault: null }),
    true,
    'kept in s3://orders until 2026-03-02T12:00:00.000000Z by Object Lock, COMPLIANCE, as the run says',
  ],
  [
    check({ objectLock: 'off' }),
    false,
    'NOT KEPT: s3://orders has no Object Lock, so whoever may delete there can delete the run',
  ],
  [check({ objectLock: 'unknown', problem: 'silence' }), false, 'NOT KEPT in s3://orders: silence'],
  [check({ objectLock: 'on', byDefault: null }, 'denied'), false, 'NOT KEPT in s3://orders: denied'],
])('says what a run says of being kept', (checked, kept, note) => {
  expect(checked).toEqual({ kept, findings: [], notes: [`retention.json: ${note}`] });
});

test('a run of before is not kept, and what nobody can read is a finding', () => {
  expect(checkRetention(new Map())).toEqual({ kept: false, findings: [], notes: [] });
  expect(checkRetention(new Map([[RETENTION_FILE, utf8('{}')]]))).toMatchObject({
    kept: false,
    findings: [{ kind: 'not-in-one-form', file: RETENTION_FILE }],
  });
});

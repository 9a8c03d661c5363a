import { describe, expect, it } from 'vitest';
import { judgeReprotection } from '../../../../../lib/domain/judge/switchover/judge-reprotection.ts';
import { reprotectionOf } from '../../../../../lib/domain/judge/switchover/reprotection-of.ts';
import type { Reprotection } from '../../../../../lib/domain/run/switchover-input.ts';
import { PRIMARY_SERVER, PROMOTED } from '../../../../fakes/fake-sessions.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';
import { SEEN } from '../../../../fakes/step-event.ts';
import { REBUILT, switchoverInput } from '../../../../fakes/switchover-event.ts';

const PROMOTED_AT = '2026-03-01T11:00:00.000000Z';
const PROTECT: Reprotection = { stage: 'protect', failoverRun: 'run-0', promotedAt: PROMOTED_AT };

const identity = ({ server, systemIdentifier, timeline, inRecovery }: typeof PROMOTED) => {
  return { server, systemIdentifier, timeline, inRecovery };
};
const SECURED = {
  SecureOldPrimary: {
    checks: [],
    databases: [
      { id: 'orders', old: identity(PRIMARY_SERVER), promoted: identity(PROMOTED), probe: 'refused: no' },
    ],
  },
};
const COPIED = {
  ...SECURED,
  DiscoverDatabases: SEEN.DiscoverDatabases,
  SaveDivergedRows: REBUILT.SaveDivergedRows,
  AwaitReplica: REBUILT.AwaitReplica,
};

function judged(outcomes: Parameters<typeof factsOf>[0], reprotection = PROTECT, last = PROMOTED) {
  const input = switchoverInput({ reprotection });
  const common = { schemaVersion: 1, line: 'server', database: 'orders', readAt: PROMOTED_AT } as const;
  const server = { ...common, ...identity(last), lsn: last.lsn };
  const database = {
    id: 'orders',
    attempts: [],
    recovered: { server, rows: new Map() },
    loss: null,
    table: null,
    gaps: [],
  };
  return judgeReprotection(input, { databases: [database], legs: [] }, factsOf(outcomes));
}

describe('a re-protection', () => {
  it('is measured from the promotion of the failover until there is a second copy', () => {
    const { protection } = judged(COPIED);
    expect(protection).toMatchObject({ verdict: 'met' });
    expect(protection.reason).toContain('there was no second copy for');
    const input = switchoverInput({ reprotection: PROTECT });
    const { withoutSecondCopy } = reprotectionOf(input, factsOf(COPIED));
    expect(withoutSecondCopy?.seconds).toBeCloseTo(3660, 0);
  });

  it.each([
    ['no failover was named', [COPIED, { ...PROTECT, promotedAt: null }], 'is not on record'],
    ['no second copy was seen', [SECURED, PROTECT], 'no second copy is known of'],
    ['it was to report only', [COPIED, { ...PROTECT, stage: 'report' }], 'to report only'],
  ] as const)('says nothing of the second copy where %s', (_what, given, words) => {
    const [outcomes, reprotection] = given;
    const { protection } = judged(outcomes, reprotection);
    expect(protection).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining(words) });
  });

  it('is missed where another server serves at the end than at the start', () => {
    expect(judged(COPIED, PROTECT, { ...PROMOTED, server: '10.9.9.9:5432' }).data.verdict).toBe('missed');
    expect(judged(COPIED, PROTECT, { ...PROMOTED, inRecovery: true }).data.verdict).toBe('missed');
  });

  it('proves nothing of an old primary that nobody tried to write to', () => {
    expect(judged(COPIED).data).toMatchObject({ verdict: 'inconclusive' });
  });

  it('was none where a check of the roles has failed, or rows were not looked at', () => {
    const check = { name: 'n', subject: 's', passed: false, blocking: true, seen: 'a', limit: 'b' };
    const refused = { SecureOldPrimary: { ...SECURED.SecureOldPrimary, checks: [check] } };
    expect(judged(refused).drill).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('n of s: saw a; expected b'),
    });
    expect(judged(SECURED).data).toMatchObject({ verdict: 'inconclusive' });
  });

  it('names rows by table, and where they are, and never a row', () => {
    const [looked] = REBUILT.SaveDivergedRows.databases;
    const table = { table: 'public.items', rows: 3, changed: 1, deleted: 1, unclear: 0, keys: null };
    const saved = { key: 'divergence/x.ndjson', sha256: 'abc', rows: 3, replay: null };
    const SaveDivergedRows = { databases: looked ? [{ ...looked, tables: [table], saved }] : [] };
    const input = switchoverInput({ reprotection: PROTECT });
    expect(reprotectionOf(input, factsOf({ ...COPIED, SaveDivergedRows }))).toMatchObject({
      diverged: [{ database: 'orders', table: 'public.items', rows: 3, changed: 1, deleted: 1 }],
      saved: [{ database: 'orders', rows: 'divergence/x.ndjson', replay: null }],
    });
  });
});

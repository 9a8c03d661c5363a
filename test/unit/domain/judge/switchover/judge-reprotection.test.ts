import { describe, expect, it } from 'vitest';
import { judgeReprotection } from '../../../../../lib/domain/judge/switchover/judge-reprotection.ts';
import { reprotectionOf } from '../../../../../lib/domain/judge/switchover/reprotection-of.ts';
import type { Reprotection } from '../../../../../lib/domain/run/switchover-input.ts';
import { PRIMARY_SERVER, PROMOTED } from '../../../../fakes/fake-sessions.ts';
import type { Attempt } from '../../../../../lib/domain/ledger/attempt.ts';
import { afterNoon, factsOf, type Walked } from '../../../../fakes/facts-of.ts';
import { attempt } from '../../../../fakes/attempts.ts';
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

const STATES = [
  'AcquireLock',
  'DiscoverDatabases',
  'StartHeartbeat',
  'SecureOldPrimary',
  'RecordObjectives',
  'SaveDivergedRows',
  'RebuildReplica',
  'AwaitReplica',
  'RetireOldPrimary',
  'Hold',
  'SettleRoles',
  'StopHeartbeat',
  'ExportRun',
  'CleanUp',
];
const COPYING = ['RebuildReplica', 'AwaitReplica', 'RetireOldPrimary', 'Hold'];
const walked = (states: readonly string[]): readonly Walked[] =>
  states.map((state, place) => [state, place, place + 1]);

const identified = (last: object) => {
  const common = { schemaVersion: 1, line: 'server', database: 'orders', readAt: PROMOTED_AT } as const;
  return { server: { ...common, ...identity(PROMOTED), lsn: PROMOTED.lsn, ...last }, rows: new Map() };
};
const RECOVERED = identified({});
const CLOSED = { SealRecord: { failure: null } };

/** A try to write to the old primary, so many seconds after noon. */
function tried(seconds: number, outcome: Attempt['outcome']): Attempt {
  const at = afterNoon(seconds);
  const ids = { segment: 0, seq: Math.round(seconds * 50), connection: 0, sentNs: '0', answeredNs: '0' };
  const server = outcome === 'acknowledged' ? PRIMARY_SERVER.server : null;
  return { schemaVersion: 1, database: 'orders', ...ids, sent: at, answered: at, outcome, server };
}

const HEALTHY = {
  schemaVersion: 1,
  service: 'api',
  sent: afterNoon(6),
  answered: afterNoon(6),
  healthy: true,
  detail: 'HTTP 200',
};

interface Looked {
  readonly outcomes?: Parameters<typeof factsOf>[0];
  readonly states?: readonly string[];
  readonly stale?: readonly Attempt[];
  readonly recovered?: typeof RECOVERED | null;
  readonly stage?: Reprotection['stage'];
}

/** A re-protection that went well, but for what is given. Fenced it was four seconds after noon. */
function reprotected({ outcomes, states, stale, recovered = RECOVERED, stage = 'protect' }: Looked) {
  const input = switchoverInput({ reprotection: { ...PROTECT, stage }, holdSeconds: 1 });
  const lines = (stale ?? [tried(4.5, 'failed')]).map((one) => `${JSON.stringify(one)}\n`);
  const facts = factsOf(
    { ...CLOSED, ...COPIED, ...outcomes },
    { 'stale.ndjson': lines.join(''), 'health.ndjson': `${JSON.stringify(HEALTHY)}\n` },
    walked(states ?? STATES),
  );
  const beats = Array.from({ length: 600 }, (_, place) => attempt(0, beat(place)));
  const database = { id: 'orders', attempts: beats, recovered, loss: null, table: null, gaps: [] };
  return judgeReprotection(input, { databases: [database], legs: [] }, facts);
}

function beat(place: number) {
  const sent = Date.parse(afterNoon(0)) * 1000 + place * 20_000;
  return { seq: place, sent, answered: sent + 2_000, server: PROMOTED.server };
}

describe('a re-protection that ran', () => {
  it('is met in its states, and in its data by a server that is the same', () => {
    const { drill, data } = reprotected({});
    expect(drill).toEqual({ verdict: 'met', reason: 'every state ran to its end' });
    expect(data).toEqual({
      verdict: 'met',
      reason:
        'orders is the same server, on timeline 2; the old primary of orders refused 1 write; no row differs',
    });
  });

  it.each(STATES)('says that it never left %s', (state) => {
    expect(reprotected({ states: STATES.filter((one) => one !== state) }).drill).toEqual({
      verdict: 'inconclusive',
      reason: `not run to the end: ${state}`,
    });
  });

  it('copies nothing where it was to report only', () => {
    const states = STATES.filter((state) => !COPYING.includes(state));
    expect(reprotected({ stage: 'report', states }).drill.verdict).toBe('met');
    expect(reprotected({ states }).drill).toEqual({
      verdict: 'inconclusive',
      reason: 'not run to the end: RebuildReplica; AwaitReplica; RetireOldPrimary; and 1 more',
    });
  });

  it('is none by the checks of the roles that failed, and by those alone', () => {
    const passed = { name: 'n', subject: 's', passed: true, blocking: true, seen: 'a', limit: 'a' };
    const checks = [passed, { ...passed, name: 'm', passed: false, seen: 'b' }];
    const { drill } = reprotected({
      outcomes: { SecureOldPrimary: { ...SECURED.SecureOldPrimary, checks } },
    });
    expect(drill).toEqual({ verdict: 'inconclusive', reason: 'm of s: saw b; expected a' });
  });
});

describe('clients of a re-protection', () => {
  it('are watched from the moment at which the old primary was secured to the end of the series', () => {
    const { gap, hold } = reprotected({});
    expect(hold).toEqual(gap);
    expect(gap).toEqual({
      verdict: 'met',
      reason: 'held for 7 s; 350 heartbeats of orders acknowledged during the hold',
    });
  });

  it('count by who served their own database', () => {
    const [orders] = SECURED.SecureOldPrimary.databases;
    if (!orders) throw new Error('the fixture has no database');
    const bets = { ...orders, id: 'bets', promoted: { ...orders.promoted, server: '10.9.9.9:5432' } };
    const SecureOldPrimary = { checks: [], databases: [bets, orders] };
    expect(reprotected({ outcomes: { SecureOldPrimary } }).gap.verdict).toBe('met');
    const none = { checks: [], databases: [bets] };
    expect(reprotected({ outcomes: { SecureOldPrimary: none } }).gap.verdict).not.toBe('met');
  });

  it.each(['SecureOldPrimary', 'StopHeartbeat'])('were not watched without %s', (state) => {
    expect(reprotected({ states: STATES.filter((one) => one !== state) }).gap).toEqual({
      verdict: 'inconclusive',
      reason: 'the recovery site was not held: the hold never ended',
    });
  });
});

describe('the servers of a re-protection', () => {
  const old = 'the old primary of orders';

  it.each([
    [
      'was fenced before anybody tried',
      [tried(3, 'acknowledged')],
      'inconclusive',
      `nobody tried to write to ${old}`,
    ],
    [
      'was tried at the moment of the fence',
      [tried(4, 'failed')],
      'inconclusive',
      `nobody tried to write to ${old}`,
    ],
    ['was tried by nobody', [], 'inconclusive', `nobody tried to write to ${old}`],
    ['took a write', [tried(5, 'acknowledged')], 'missed', `1 write acknowledged by ${old}`],
    [
      'took two of three writes',
      [tried(5, 'acknowledged'), tried(6, 'failed'), tried(7, 'acknowledged')],
      'missed',
      `2 writes acknowledged by ${old}`,
    ],
  ] as const)('are %#: the old primary %s', (...[, stale, verdict, reason]) => {
    expect(reprotected({ stale }).data).toEqual({ verdict, reason });
  });

  it('do not prove a fence whose end nobody wrote down', () => {
    const states = STATES.filter((state) => state !== 'SecureOldPrimary');
    expect(reprotected({ states }).data).toEqual({
      verdict: 'inconclusive',
      reason: 'it is not known whether the old primary of orders was fenced',
    });
  });

  it.each([
    ['missed', 'the primary of orders is in recovery', { inRecovery: true }],
    ['missed', 'the primary of orders at the end is not the one of the start', { server: '10.9.9.9:5432' }],
    ['missed', 'the primary of orders at the end is not the one of the start', { systemIdentifier: '1' }],
  ])('are %s: %s', (verdict, reason, last) => {
    expect(reprotected({ recovered: identified(last) }).data).toEqual({ verdict, reason });
  });

  it('are not known where the primary was never read at the end', () => {
    expect(reprotected({ recovered: null }).data).toEqual({
      verdict: 'inconclusive',
      reason: 'the primary of orders was never read at the end',
    });
  });

  it('are not known where nobody looked at what the old primary alone holds', () => {
    const facts = factsOf({ ...SECURED, AwaitReplica: REBUILT.AwaitReplica });
    const input = switchoverInput({ reprotection: PROTECT });
    expect(judgeReprotection(input, { databases: [], legs: [] }, facts).data).toEqual({
      verdict: 'inconclusive',
      reason:
        'the primary of orders was never read at the end; what the old primary alone holds was not looked at',
    });
  });

  it('are not known where it was never secured', () => {
    const input = switchoverInput({ reprotection: PROTECT });
    const { drill, data, gap } = judgeReprotection(input, { databases: [], legs: [] }, factsOf(CLOSED));
    expect([drill.verdict, data.verdict, gap.verdict]).toEqual([
      'inconclusive',
      'inconclusive',
      'inconclusive',
    ]);
  });

  it('count the rows that are saved', () => {
    const [looked] = REBUILT.SaveDivergedRows.databases;
    if (!looked) throw new Error('the fixture has no database');
    const saved = { key: 'divergence/x.ndjson', sha256: 'abc', rows: 2, replay: null };
    const SaveDivergedRows = {
      databases: [
        { ...looked, saved },
        { ...looked, id: 'bets' },
      ],
    };
    expect(reprotected({ outcomes: { SaveDivergedRows } }).data.reason).toMatch(
      /; 2 rows that differ are saved$/,
    );
  });
});

describe('the second copy of a re-protection', () => {
  const without = { promotedAt: null, failoverRun: null, stage: 'protect' } as const;

  it('is there since the slowest of the databases has one', () => {
    const [copied] = REBUILT.AwaitReplica.databases;
    if (!copied) throw new Error('the fixture has no database');
    const two = [copied, { ...copied, id: 'bets', secondCopyAt: afterNoon(120) }];
    expect(judged({ ...COPIED, AwaitReplica: { databases: two } }).protection).toEqual({
      verdict: 'met',
      reason: 'there was no second copy for 1 h 2 min (objective 24 h)',
    });
  });

  it('is not known while one of the databases has none, or nobody said how many there are', () => {
    const nothing = { verdict: 'inconclusive', reason: 'no second copy is known of' };
    expect(judged({ ...COPIED, AwaitReplica: { databases: [] } }).protection).toEqual(nothing);
    expect(judged({ ...SECURED, AwaitReplica: REBUILT.AwaitReplica }).protection).toEqual(nothing);
  });

  it('is told from the start of the run where nobody knows when the failover promoted', () => {
    const input = switchoverInput({ reprotection: without });
    const facts = factsOf(COPIED, {}, [['AcquireLock', 10, 11]]);
    expect(judgeReprotection(input, { databases: [], legs: [] }, facts).protection).toEqual({
      verdict: 'inconclusive',
      reason: 'there is a second copy 50 s after this run began; when the failover promoted is not on record',
    });
    expect(reprotectionOf(input, facts)).toMatchObject({ failoverRun: null, withoutSecondCopy: null });
  });

  it('names the failover that it follows, and the stage that it was', () => {
    const report = switchoverInput({ reprotection: { ...PROTECT, stage: 'report' } });
    expect(reprotectionOf(report, factsOf({}))).toEqual({
      stage: 'report',
      failoverRun: 'run-0',
      withoutSecondCopy: null,
      diverged: [],
      saved: [],
    });
  });

  it('has no number of rows that were saved where none were', () => {
    const input = switchoverInput({ reprotection: PROTECT });
    expect(reprotectionOf(input, factsOf(COPIED)).saved).toEqual([]);
  });
});

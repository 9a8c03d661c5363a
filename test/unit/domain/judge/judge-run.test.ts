import { expect, test } from 'vitest';
import { OUTCOMES } from '../../../../lib/domain/record/outcomes.ts';
import { judgedFailover } from '../../../fakes/judged-failover.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';
import { reseal } from '../../../fakes/run-fixture-record.ts';
import { sha256 } from '../../../fakes/sha256.ts';

type FixtureFileName = keyof typeof GOOD;
type Texts = Readonly<Partial<Record<FixtureFileName, string>>>;

const { texts: GOOD } = buildRunFixture({ databases: { orders: 100 } });
const judged = (texts: Texts) => judgedFailover({ directory: '.', texts }, sha256);
const edited = (name: FixtureFileName, edit: (text: string) => string): Texts => {
  const before = GOOD[name];
  const after = edit(before);
  if (after === before) throw new Error(`the edit of ${name} changed nothing`);
  return { ...GOOD, [name]: after };
};
const forged = (name: FixtureFileName, edit: (text: string) => string): Texts =>
  reseal({ ...GOOD, ...edited(name, edit) });
const without = (name: FixtureFileName): Texts =>
  Object.fromEntries(Object.entries(GOOD).filter(([file]) => file !== name));
/** Changes the data of a state's outcome in the record. */
const forgedOutcome = (state: string, change: (data: Record<string, unknown>) => unknown): Texts =>
  forged('record.ndjson', (text) =>
    text
      .split('\n')
      .map((line) => {
        if (!line.includes(`"kind":"outcome","state":"${state}"`)) return line;
        const entry = JSON.parse(line);
        return JSON.stringify({ ...entry, data: change(entry.data) });
      })
      .join('\n'),
  );

const ALL_INCONCLUSIVE = {
  overall: 'inconclusive',
  drill: 'inconclusive',
  rto: 'inconclusive',
  rpo: 'inconclusive',
  data: 'inconclusive',
  hold: 'inconclusive',
  cleanup: 'inconclusive',
};

test('a good run is met in every part', () => {
  const { verdicts } = judged(GOOD);
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['met']));
});

const ONE_ROW: readonly (readonly [FixtureFileName, (text: string) => string])[] = [
  ['record.ndjson', (text) => text.replace('"claimedLagSeconds":0.01', '"claimedLagSeconds":0.02')],
  ['ledger.ndjson', (text) => text.replace(/"outcome":"acknowledged"/, '"outcome":"in-doubt"')],
  [
    'stale.ndjson',
    (text) =>
      text.replace(
        /"outcome":"failed","server":null(?![\s\S]*"outcome":"failed")/,
        '"outcome":"acknowledged","server":"10.0.1.10:5432"',
      ),
  ],
  ['recovered.ndjson', (text) => text.replace(/^.*"seq":5,.*\n/m, '')],
  ['health.ndjson', (text) => text.replace(/"healthy":true(?![\s\S]*"healthy":true)/, '"healthy":false')],
  ['plan.yaml', (text) => text.replace('PT1H', 'PT2H')],
];

test.each(ONE_ROW)(
  'one edited row of %s breaks the seal: everything is inconclusive and no number is given',
  (name, edit) => {
    const judgement = judged(edited(name, edit));
    expect(judgement.verdicts).toEqual(ALL_INCONCLUSIVE);
    expect(judgement.reasons['rto']).toContain(`${name} is not what was sealed`);
    expect([judgement.rto, judgement.rpo]).toEqual([null, null]);
  },
);

test.each(ONE_ROW.filter(([name]) => name !== 'health.ndjson'))(
  'one edited row of %s, sealed anew, is judged differently',
  (name, edit) => {
    expect(judged(forged(name, edit))).not.toEqual(judged(GOOD));
  },
);

/** The last checks of a service before the end of the hold, failing. */
const failingChecks = (failing: number) => (text: string) => {
  const lines = text.trimEnd().split('\n');
  const checks = lines.filter((line) => line.includes('08:00:04.') && line.includes('checkout'));
  const failed = new Set(checks.slice(-failing));
  return `${lines.map((line) => (failed.has(line) ? line.replace('true', 'false') : line)).join('\n')}\n`;
};

test('an outage in the hold that a heartbeat saw which stood still itself is inconclusive', () => {
  const late = edited('ledger.ndjson', (text) =>
    text.replaceAll(/("sent":"[^"]*08:00:04\.[^}]*"answeredNs":")(\d+)"/g, (_, head: string, ns: string) => {
      return `${head}${BigInt(ns) + 250_000_000n}"`;
    }),
  );
  const failing = failingChecks(3)(GOOD['health.ndjson']);
  const judgement = judged(reseal({ ...GOOD, ...late, 'health.ndjson': failing }));
  expect(judgement.verdicts.hold).toBe('inconclusive');
  expect(judgement.reasons['hold']).toMatch(/but the heartbeat itself stood still for 0\.\d+ s then/);
});

test.each([
  [
    1,
    'met',
    "1 health check of service checkout failed during the hold: no outage by the plan's rule of detection",
  ],
  [
    3,
    'missed',
    "3 health checks of service checkout failed during the hold, an outage by the plan's rule of detection",
  ],
] as const)(
  '%i failing health checks in a row during the hold, sealed anew: %s',
  (failing, verdict, reason) => {
    const judgement = judged(forged('health.ndjson', failingChecks(failing)));
    expect(judgement.verdicts.hold).toBe(verdict);
    expect(judgement.reasons['hold']).toContain(reason);
  },
);

test.each(['ledger.ndjson', 'stale.ndjson', 'health.ndjson', 'recovered.ndjson', 'plan.yaml'] as const)(
  'a run without %s is inconclusive and says so',
  (name) => {
    const judgement = judged(without(name));
    expect(judgement.verdicts).toEqual(ALL_INCONCLUSIVE);
    expect(judgement.reasons['overall']).toBe('the worst of its parts: drill, rto, rpo, data, hold, cleanup');
    expect(judgement.reasons['drill']).toContain(`${name} is in the seal and is missing`);
  },
);

test('a run without a record is no run', () => {
  expect(() => judged(without('record.ndjson'))).toThrow('. holds no record.ndjson');
});

test.each([
  [
    'a line that is no JSON',
    (text: string) => `nonsense\n${text}`,
    'line 1 cannot be read: not a JSON object',
  ],
  [
    'another version of the format',
    (text: string) => text.replace('"schemaVersion":1', '"schemaVersion":2'),
    'schemaVersion',
  ],
  ['an impossible instant', (text: string) => text.replace(/"sent":"2026-11/, '"sent":"2026-13'), 'sent'],
  ['a line cut off', (text: string) => text.slice(0, -10), 'ends in the middle of a line'],
])('%s in the ledger makes the run inconclusive, even if it was sealed so', (_name, edit, reason) => {
  const judgement = judged(forged('ledger.ndjson', edit));
  expect(judgement.verdicts).toEqual(ALL_INCONCLUSIVE);
  expect(judgement.reasons['rpo']).toContain('ledger.ndjson');
  expect(judgement.reasons['rpo']).toContain(reason);
});

test('a record that was never sealed proves nothing good, but its numbers are given', () => {
  const unsealed = edited('record.ndjson', (text) => text.slice(0, text.trimEnd().lastIndexOf('\n') + 1));
  const judgement = judged(unsealed);
  expect(judgement.verdicts).toEqual(ALL_INCONCLUSIVE);
  expect(judgement.reasons['rto']).toBe('the record was never sealed');
  expect(judgement.rto).not.toBeNull();
});

test('what is appended after the seal breaks it', () => {
  const line = GOOD['record.ndjson'].split('\n')[0];
  const judgement = judged(edited('record.ndjson', (text) => `${text}${line}\n`));
  expect(judgement.verdicts).toEqual(ALL_INCONCLUSIVE);
  expect(judgement.findings[0]).toBe(
    'The files are not those of the run: record.ndjson has entries after its seal.',
  );
});

test('every prefix of a record is judged without an exception', () => {
  const lines = GOOD['record.ndjson'].split('\n');
  for (let length = 0; length < lines.length; length += 1) {
    const { verdicts } = judged({
      ...GOOD,
      'record.ndjson': lines
        .slice(0, length)
        .map((l) => `${l}\n`)
        .join(''),
    });
    expect(['inconclusive', 'missed']).toContain(
      length < lines.length - 1 ? verdicts.overall : 'inconclusive',
    );
  }
});

test('a record without objectives judges its end only, and claims the weakest scope', () => {
  const texts = forged('record.ndjson', (text) =>
    text.replace(/^.*"kind":"outcome","state":"RecordObjectives".*\n/m, ''),
  );
  const judgement = judged(texts);
  expect(judgement.reasons['rto']).toBe('no objectives were recorded before the run ended');
  expect(judgement).toMatchObject({
    run: 'failover-20261102-080000',
    scope: 'rehearsal',
    plan: 'payments',
    rto: null,
  });
  expect(judgement.verdicts.cleanup).toBe('met');
});

test('an objective that is shorter than the recovery is missed', () => {
  const judgement = judged(buildRunFixture({ rtoSeconds: 0.05 }).texts);
  expect([judgement.verdicts.overall, judgement.verdicts.rto]).toEqual(['missed', 'missed']);
  expect(judgement.reasons['rto']).toMatch(/^recovered after 0\.\d+ s to 0\.\d+ s \(objective 50 ms\)$/);
});

test('an objective inside the interval is inconclusive', () => {
  const { rto } = judged(GOOD);
  const between = ((rto?.lowSeconds ?? 0) + (rto?.highSeconds ?? 0)) / 2;
  const judgement = judged(buildRunFixture({ databases: { orders: 100 }, rtoSeconds: between }).texts);
  expect(judgement.verdicts.rto).toBe('inconclusive');
  expect(judgement.reasons['rto']).toContain('which the measured interval straddles');
});

test('a service that answers later than its own objective misses the recovery time', () => {
  const judgement = judged(buildRunFixture({ serviceLagMs: 900, serviceRtoSeconds: 0.8 }).texts);
  expect(judgement.verdicts.rto).toBe('missed');
  expect(judgement.services.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['checkout', 'missed'],
    ['reports', 'missed'],
  ]);
});

test('nothing injected and nothing seen proves nothing', () => {
  const judgement = judged(buildRunFixture({ inject: false, outage: false }).texts);
  expect(judgement.verdicts).toEqual({ ...ALL_INCONCLUSIVE, cleanup: 'met' });
  expect(judgement.reasons['drill']).toContain('nothing was injected');
  expect(judgement.reasons['rto']).toBe('the probe of orders never saw an outage');
});

test('an old primary that comes back unfenced and takes writes misses the data', () => {
  const judgement = judged(buildRunFixture({ fenced: false }).texts);
  expect(judgement.verdicts.data).toBe('missed');
  expect(judgement.reasons['data']).toMatch(
    /^\d+ writes to orders acknowledged elsewhere after the new primary's first$/,
  );
  expect(judgement.rpo?.heartbeats.splitBrain).toBeGreaterThan(0);
});

test('a fence without a proof makes the data inconclusive, whatever it says of itself', () => {
  const texts = forgedOutcome('InjectDisruption', (data) => ({ ...data, receipt: null }));
  expect(judged(texts).reasons['data']).toBe(
    "the fence of orders's old primary is not proven: the injector gave no receipt",
  );
});

test('a refused probe is no proof of a fence while a client still has its login', () => {
  const fence = (revoked: string, ended = 'proven') =>
    forgedOutcome('FenceOldPrimary', (data) => ({
      ...data,
      databases: [
        {
          id: 'orders',
          proof: 'probe',
          attempts: [
            { rung: 'revoke-login-and-end-sessions', result: revoked, detail: '', seconds: 0 },
            { rung: 'probe', result: 'proven', detail: 'refused', seconds: 0 },
            { rung: 'open-session', result: ended, detail: 'ended', seconds: 0 },
          ],
        },
      ],
    }));
  expect(judged(fence('proven', 'unreachable')).reasons['data']).toContain(
    "the fence of orders's old primary is not proven: no session from before the fence was seen to end",
  );
  expect(judged(fence('proven')).verdicts.data).toBe('met');
  const judgement = judged(fence('refuted'));
  expect(judgement.verdicts.data).toBe('inconclusive');
  expect(judgement.reasons['data']).toContain(
    "the fence of orders's old primary is not proven: login was not revoked from every client",
  );
});

test('a hold during which nobody checked a required service is inconclusive', () => {
  const verifiedAt = GOOD['record.ndjson']
    .split('\n')
    .filter((line) => line.includes('"state":"VerifyServices"') && line.includes('StateExited'))
    .map((line): string => JSON.parse(line).at)[0];
  const judgement = judged(
    forged('health.ndjson', (text) =>
      text
        .split('\n')
        .filter((line) => line === '' || JSON.parse(line).sent < (verifiedAt ?? ''))
        .join('\n'),
    ),
  );
  expect(judgement.verdicts.hold).toBe('inconclusive');
  expect(judgement.reasons['hold']).toContain('no health check of service');
});

test('a hold shorter than planned is inconclusive', () => {
  const judgement = judged(buildRunFixture({ holdSeconds: 1, plannedHoldSeconds: 2 }).texts);
  expect([judgement.verdicts.hold, judgement.reasons['hold']]).toEqual([
    'inconclusive',
    'held for 1 s; the plan wants 2 s',
  ]);
});

test('databases of a group whose recovery points lie too far apart miss the data', () => {
  const { verdicts, consistency } = judged(
    buildRunFixture({ databases: { orders: 400, audit: 0 }, maxSkewSeconds: 0.1 }).texts,
  );
  expect([verdicts.data, consistency[0]?.verdict]).toEqual(['missed', 'missed']);
});

test('a loss that reaches back before the first heartbeat is not measured, and not met', () => {
  const judgement = judged(buildRunFixture({ beforeMs: 600, databases: { orders: 5_000 } }).texts);
  expect([judgement.verdicts.rpo, judgement.rpo]).toEqual(['inconclusive', null]);
  expect(judgement.reasons['rpo']).toContain('orders kept no heartbeat at all: it lost at least 0.5');
});

test.each([
  ['system identifier', 'systemIdentifier', '"7000000000000000002"', 'orders is system 7000000000000000002'],
  ['timeline', 'timeline', '1', 'orders is on timeline 1'],
  ['state', 'inRecovery', 'true', 'orders is still in recovery'],
])('a recovered server of another %s misses the data', (...[, field, value, reason]) => {
  const texts = forged('recovered.ndjson', (text) =>
    text.replace(new RegExp(`"${field}":[^,}]+`), `"${field}":${value}`),
  );
  expect(judged(texts).verdicts.data).toBe('missed');
  expect(judged(texts).reasons['data']).toContain(reason);
});

test('a server that was promoted before the run looked at it proves nothing of where it comes from', () => {
  const texts = forgedOutcome('PreFlight', (data) => {
    const { databases } = OUTCOMES.PreFlight.parse(data);
    const promoted = databases.map(({ replica, ...database }) => {
      return { ...database, replica: { ...replica, inRecovery: false, timeline: replica.timeline + 1 } };
    });
    return { ...data, databases: promoted };
  });
  const { verdicts, reasons } = judged(texts);
  expect(verdicts.data).toBe('inconclusive');
  expect(reasons['data']).toContain('orders was promoted before this run looked at it');
});

test('a missing ledger segment makes rto and rpo inconclusive', () => {
  const texts = forgedOutcome('ExportRun', (data) => ({
    ...data,
    missingLedgerSegments: ['ledger/orders/0-3'],
  }));
  const { verdicts, reasons } = judged(texts);
  expect([verdicts.rto, verdicts.rpo]).toEqual(['inconclusive', 'inconclusive']);
  expect(reasons['rto']).toBe('the ledger of orders has gaps: ledger/orders/0-3');
});

test('a gap in the sequence of the ledger makes rto and rpo inconclusive', () => {
  const texts = forged('ledger.ndjson', (text) => text.replace(/^.*"seq":7,.*\n/m, ''));
  const { verdicts, reasons } = judged(texts);
  expect([verdicts.rto, verdicts.rpo]).toEqual(['inconclusive', 'inconclusive']);
  expect(reasons['rpo']).toBe('the ledger of orders has gaps: segment 0 attempts 7 to 7');
});

test('what clean-up left behind is missed, what it could not ask is inconclusive', () => {
  const left = forgedOutcome('CleanUp', (data) => ({ ...data, runningExperiments: ['EXP-1'] }));
  const unasked = forgedOutcome('CleanUp', (data) => ({ ...data, problems: ['throttled'] }));
  expect(judged(left).reasons['cleanup']).toBe('left behind: experiment EXP-1');
  expect(judged(unasked).verdicts.cleanup).toBe('inconclusive');
});

test.each([
  ['PromotionRefused', 'missed'],
  ['States.Timeout', 'inconclusive'],
])('a recovery that ended with %s makes the drill %s', (error, verdict) => {
  const cause = JSON.stringify({ errorType: error, errorMessage: 'orders-b: saw "backing-up"' });
  const texts = forgedOutcome('SealRecord', () => ({ failure: { state: 'PromoteReplica', error, cause } }));
  const { verdicts, reasons } = judged(texts);
  expect(verdicts.drill).toBe(verdict);
  expect(reasons['drill']).toBe(`PromoteReplica failed with ${error}: orders-b: saw "backing-up"`);
});

test('the same files give the same judgement', () => {
  expect(JSON.stringify(judged(GOOD))).toBe(JSON.stringify(judged(GOOD)));
});

import { describe, expect, test } from 'vitest';
import { judgeRoles } from '../../../../../lib/domain/judge/switchover/judge-roles.ts';
import type {
  LegDatabase,
  WholeDatabase,
} from '../../../../../lib/domain/judge/switchover/measure-switchover.ts';
import { attempt } from '../../../../fakes/attempts.ts';
import type { RunChanges } from '../../../../fakes/changed-run.ts';
import { measuredSwitchover } from '../../../../fakes/stored-switchover.ts';

type Measured = { readonly whole?: Partial<WholeDatabase>; readonly there?: Partial<LegDatabase> };

/** The stored switchover, with other facts, or with other numbers of its database and of its way there. */
function judged(changes: RunChanges, { whole = {}, there = {} }: Measured = {}) {
  const { run, facts } = measuredSwitchover(changes);
  return judgeRoles(
    {
      databases: run.databases.map((one) => ({ ...one, ...whole })),
      legs: run.legs.map((leg) => {
        const change = leg.facts.leg === 'there' ? there : {};
        return { ...leg, databases: leg.databases.map((one) => ({ ...one, ...change })) };
      }),
    },
    facts,
  );
}

const missed = (reason: string) => ({ verdict: 'missed', reason });
const inconclusive = (reason: string) => ({ verdict: 'inconclusive', reason });

function recovered(server: object): Partial<WholeDatabase> {
  const common = { schemaVersion: 1, line: 'server', database: 'orders-db', readAt: AT } as const;
  const last = { server: '127.0.0.1:26159', systemIdentifier: SYSTEM, timeline: 3, inRecovery: false };
  return { recovered: { server: { ...common, ...last, lsn: '0/1', ...server }, rows: new Map() } };
}
const AT = '2026-11-22T05:00:00.000000Z';
const SYSTEM = '7710855866594866350';
const SPLIT = { since: 1, writes: [], staleWriterWitnessed: true };

describe('the last primary', () => {
  test('is the same system, and whoever was fenced on the way is named once', () => {
    expect(judged({})).toEqual({
      verdict: 'met',
      reason: 'orders-db is the same system on timeline 3; orders-db was fenced (probe)',
    });
  });

  test('is not known where nobody read it', () => {
    expect(judged({}, { whole: { recovered: null } })).toEqual(
      inconclusive('the last primary of orders-db was never read'),
    );
  });

  test('is none while it is in recovery', () => {
    expect(judged({}, { whole: recovered({ inRecovery: true }) })).toEqual(
      missed('the last primary of orders-db is in recovery'),
    );
  });

  test('is another system by its identifier', () => {
    expect(judged({}, { whole: recovered({ systemIdentifier: '1' }) })).toEqual(
      missed(`orders-db is system 1; it was ${SYSTEM}`),
    );
  });

  test('has to be the one whose promotion was proven last', () => {
    expect(judged({}, { whole: recovered({ server: '10.9.9.9:5432' }) })).toEqual(
      inconclusive("orders-db's rows were read from 10.9.9.9:5432; its primary was 127.0.0.1:26159"),
    );
  });

  test('is the first one where no promotion was proven, and nobody knows it who did not look before', () => {
    const never = { neverEntered: ['PromoteReplica', 'PromoteReplicaBack'] };
    const unproven = { ProvePromotion: null, ProvePromotionBack: null };
    const elsewhere = recovered({ server: '10.9.9.9:5432' });
    expect(judged({ ...never, outcomes: unproven }, { whole: elsewhere })).toEqual(
      inconclusive("orders-db's rows were read from 10.9.9.9:5432; its primary was 127.0.0.1:14588"),
    );
    const unseen = { ...unproven, PreFlight: null, PreFlightBack: null };
    expect(judged({ ...never, outcomes: unseen }, { whole: elsewhere })).toEqual(
      inconclusive("orders-db's rows were read from 10.9.9.9:5432; its primary was not known"),
    );
  });

  test('holds no row that nobody wrote', () => {
    const nothing = { acknowledged: [], lost: [], holes: [], inDoubt: [], inDoubtSurvived: [] };
    expect(judged({}, { whole: { loss: { ...nothing, phantoms: ['0/7'] } } })).toEqual(
      missed('orders-db holds 1 row that nobody wrote: 0/7'),
    );
    expect(judged({}, { whole: { loss: null } }).verdict).toBe('met');
  });
});

describe('each leg', () => {
  test('proves its fence, or says that nobody knows', () => {
    expect(judged({ outcomes: { FenceOldPrimary: null } })).toEqual(
      inconclusive(
        'it is not known whether the old primary of orders-db was fenced from frankfurt to ireland',
      ),
    );
    expect(judged({ outcomes: { FenceOldPrimaryBack: { databases: [] } } })).toEqual(
      inconclusive(
        'it is not known whether the old primary of orders-db was fenced from ireland to frankfurt',
      ),
    );
  });

  test('that never came to its promotion has nothing to prove', () => {
    const back = ['FenceOldPrimaryBack', 'PromoteReplicaBack', 'ProvePromotionBack', 'RebuildReplicaBack'];
    const outcomes = Object.fromEntries(back.map((state) => [state, null]));
    expect(
      judged(
        { outcomes, neverEntered: ['PromoteReplicaBack'] },
        { whole: recovered({ server: '127.0.0.1:17847', timeline: 2 }) },
      ),
    ).toEqual({
      verdict: 'met',
      reason: 'orders-db is the same system on timeline 2; orders-db was fenced (probe)',
    });
  });

  test('that began its promotion and left no word of it is not known', () => {
    expect(judged({ outcomes: { PromoteReplica: null } })).toEqual(
      inconclusive('it is not known whether orders-db was promoted from frankfurt to ireland'),
    );
  });

  test.each([
    ['before', { PreFlight: null }],
    ['before, on the way back', { PreFlightBack: { databases: [] } }],
    ['after', { ProvePromotion: { databases: [] } }],
  ])('whose timeline is not known %s has not proven its promotion', (_when, outcomes) => {
    expect(judged({ outcomes }, { there: { splitBrain: SPLIT } })).toEqual(
      inconclusive('the promotion of orders-db was not proven'),
    );
  });
});

describe('one writer at a time', () => {
  const split = (splitBrain: LegDatabase['splitBrain'], changes: RunChanges = {}) =>
    judged(changes, { there: { splitBrain } });

  test('is missed by writes that an old primary acknowledged after the new one', () => {
    const words = "to orders-db acknowledged by the old primary after the new one's first";
    expect(split({ ...SPLIT, writes: [attempt(0)] })).toEqual(missed(`1 write ${words}`));
    expect(split({ ...SPLIT, writes: [attempt(0), attempt(20)] })).toEqual(missed(`2 writes ${words}`));
  });

  test('is not known where the new primary took no write, or the stale writer could have shown none', () => {
    expect(split({ ...SPLIT, since: null })).toEqual(
      inconclusive("orders-db's new primary acknowledged no write"),
    );
    expect(split({ ...SPLIT, staleWriterWitnessed: false })).toEqual(
      inconclusive(
        "orders-db's stale writer did not both write before and try after: it could show no split",
      ),
    );
  });

  test.each(['stale/orders-db/0-3.ndjson', 'stale/orders-db_back/0-3.ndjson'])(
    'is not known where %s of the stale writer is missing',
    (name) => {
      const outcomes = { ExportRun: { missingLedgerSegments: ['ledger/orders-db/0-1.ndjson', name] } };
      expect(judged({ outcomes })).toEqual(
        inconclusive(`samples of orders-db's stale writer are missing: ${name}`),
      );
    },
  );

  test('is not doubted for what is missing of another series, nor where no list of it is on record', () => {
    const missing = ['ledger/orders-db/0-1.ndjson', 'stale/orders/0-1.ndjson'];
    expect(judged({ outcomes: { ExportRun: { missingLedgerSegments: missing } } }).verdict).toBe('met');
    expect(judged({ outcomes: { ExportRun: null } }).verdict).toBe('met');
  });
});

describe('what an old primary alone held', () => {
  test('is not known where nobody looked before it was replaced', () => {
    expect(judged({ outcomes: { SaveDivergedRowsBack: null } })).toEqual(
      inconclusive('whether the old primary held more was not looked at from ireland to frankfurt'),
    );
  });

  test('stays where it is until it is replaced, looked at or not', () => {
    expect(judged({ outcomes: { SaveDivergedRowsBack: null, RebuildReplicaBack: null } }).verdict).toBe(
      'met',
    );
  });
});

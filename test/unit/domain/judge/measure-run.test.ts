import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { measureRun, recoveryServer } from '../../../../lib/domain/judge/measure-run.ts';
import type { RunFacts } from '../../../../lib/domain/judge/run-facts.ts';
import { CLOCK_ERROR } from '../../../../lib/domain/measurement/clock-error.ts';
import { measuredRun } from '../../../fakes/measured-run.ts';

const { input, facts, run, database, service, seeing } = measuredRun();
const ID = database.id;
const RECOVERY = database.recovery ?? expect.unreachable('the fixture recovers');
const DISRUPTION = database.disruption ?? expect.unreachable('the fixture is disrupted');
const two = measuredRun({ databases: { 'orders-db': 40, 'billing-db': 900 }, maxSkewSeconds: 1 });

/** The same outage, of which the recovery was seen by another segment of the writer. */
function withRecoveryBySegment(segment: number): RunFacts {
  const from = DISRUPTION.high + 1;
  const ledger = facts.ledger.map((attempt) =>
    parseInstant(attempt.sent) > from && attempt.outcome === 'acknowledged'
      ? { ...attempt, segment }
      : attempt,
  );
  return { ...facts, ledger };
}

describe('the recovery of a run', () => {
  it('is that of its only database, to the microsecond, where one writer saw both of its ends', () => {
    expect(run.firstWrite).toEqual(RECOVERY);
    expect(run.rto?.low).toBe(Math.max(0, (run.recovery?.low ?? 0) - DISRUPTION.high));
  });

  it('is known to the error of two clocks where another writer saw its end, or another database counts', () => {
    const other = measureRun(input, withRecoveryBySegment(1));
    const [seen] = other.databases;
    expect(seen?.outage?.recovered?.segment).toBe(1);
    const recovery = seen?.recovery ?? expect.unreachable('it was seen to recover');
    expect(other.firstWrite).toEqual({
      low: recovery.low - CLOCK_ERROR,
      high: recovery.high + CLOCK_ERROR,
    });
    const ends = two.run.databases.map(({ recovery: own }) => own?.high ?? Number.NaN);
    expect(two.run.firstWrite?.high).toBe(Math.max(...ends) + CLOCK_ERROR);
  });

  it('waits for the services that are required, and for no other', () => {
    const late = measuredRun({ serviceLagMs: 5_000 });
    expect(late.service.service.required).toBe(true);
    expect(late.run.recovery?.high).toBeGreaterThan((late.run.firstWrite?.high ?? 0) + 4e6);
    const optional = {
      ...late.input,
      services: late.input.services.map((one) => ({ ...one, required: false })),
    };
    const measured = measureRun(optional, late.facts);
    expect(measured.recovery).toEqual(measured.firstWrite);
    expect(measured.services).toHaveLength(late.input.services.length);
  });

  it('is not known as long as one database has none, and then no service is measured without an outage', () => {
    const blind = { ...facts, ledger: [] };
    const measured = measureRun(input, blind);
    expect(measured).toMatchObject({
      disruption: null,
      firstWrite: null,
      recovery: null,
      rto: null,
      rpo: null,
    });
    expect(measured.services).toEqual([]);
    const half = {
      ...two.facts,
      ledger: two.facts.ledger.filter((attempt) => attempt.database === 'orders-db'),
    };
    const halfMeasured = measureRun(two.input, half);
    expect(halfMeasured.databases[0]?.recovery).not.toBeNull();
    expect(halfMeasured).toMatchObject({ firstWrite: null, recovery: null, rpo: null });
  });
});

describe('what the export missed', () => {
  const gapsOf = (missingLedgerSegments: readonly string[]) =>
    measureRun(input, seeing('ExportRun', { missingLedgerSegments })).databases[0];

  it('is a gap of the database that it names, and of every one where its name says nothing', () => {
    const own = `ledger/${ID}/0-3`;
    expect(gapsOf([own])?.gaps).toEqual([own]);
    expect(gapsOf(['something'])?.gaps).toEqual(['something']);
    expect(gapsOf([`stale/${ID}/0-3`, 'ledger/other/0-3'])?.gaps).toEqual([]);
    expect(database.gaps).toEqual([]);
  });

  it('is what the reader lacks only where it is the reader of this database', () => {
    const observing = measuredRun({ app: { everyMs: 50, named: true } });
    const readings = (name: string) => {
      const seen = observing.seeing('ExportRun', { missingLedgerSegments: [name] });
      return measureRun(observing.input, seen).databases[0]?.tableLoss;
    };
    const whole = observing.database.tableLoss;
    expect(whole).not.toBeNull();
    expect(readings('reader/other/0-1')).toEqual(whole);
    expect(readings(`other/reader/${ID}/`)).toEqual(whole);
    expect(readings(`reader/${ID}/0-1`)).not.toEqual(whole);
  });
});

describe('the disruption', () => {
  const dead = measuredRun({ variant: 'silent' });
  const receipt = dead.facts.outcome('InjectDisruption')?.receipt ?? expect.unreachable('there is one');
  const boundedBy = (scope: 'rehearsal' | 'real', changed: object) => {
    const seen = dead.seeing('InjectDisruption', { receipt: { ...receipt, ...changed } });
    return measureRun({ ...dead.input, scope }, seen).databases[0]?.boundedBy;
  };

  it('is bounded by a receipt that proves the end, of a drill and not of a real event', () => {
    expect(boundedBy('rehearsal', {})).toBe('receipt');
    expect(boundedBy('real', {})).toBe('heartbeat');
    expect(boundedBy('rehearsal', { processesAlive: 1 })).toBe('heartbeat');
    expect(boundedBy('rehearsal', { region: 'eu-north-1' })).toBe('heartbeat');
    const none = dead.seeing('InjectDisruption', { receipt: null });
    expect(measureRun(dead.input, none).databases[0]?.boundedBy).toBe('heartbeat');
  });

  it('is looked for from when it was asked for, where anything was injected', () => {
    const late = new Date(DISRUPTION.high / 1000 + 60_000).toISOString().replace('Z', '000Z');
    const injected = seeing('InjectDisruption', { requestedAt: late });
    expect(measureRun(input, injected).disruption).toBeNull();
    const declared = seeing('InjectDisruption', { requestedAt: late, adapter: 'none' });
    expect(measureRun(input, declared).disruption).toEqual(run.disruption);
  });
});

describe('the server that clients were led to', () => {
  it('is the one that was proven promoted, of this database', () => {
    const proofs = two.facts.outcome('ProvePromotion')?.databases ?? [];
    expect(proofs.map(({ id }) => recoveryServer(id, two.facts))).toEqual(proofs.map(({ server }) => server));
    expect(new Set(proofs.map(({ server }) => server)).size).toBe(2);
  });

  it('is the replica that pre-flight saw until there is a proof, and nobody where it saw none', () => {
    const without = two.seeing('ProvePromotion', { databases: [] });
    const seen = two.facts.outcome('PreFlight')?.databases ?? [];
    expect(seen.map(({ id }) => recoveryServer(id, without))).toEqual(
      seen.map(({ replica }) => replica.server),
    );
    expect(recoveryServer('nobody', two.facts)).toBeNull();
    expect(recoveryServer(ID, { ...facts, outcome: () => null })).toBeNull();
  });
});

describe('a group of databases', () => {
  it('has the skew of its members, and of no other database', () => {
    const [group] = two.run.groups;
    expect(group).toMatchObject({ maxSkewSeconds: 1 });
    expect(group?.skew?.high).toBeGreaterThan(400_000);
    const alone = {
      ...two.input.consistencyGroups[0],
      name: 'alone',
      databases: ['orders-db'],
      maxSkewSeconds: 2,
    };
    const nobody = { ...alone, databases: ['orders-db', 'nobody'] };
    const [one, unknown] = measureRun({ ...two.input, consistencyGroups: [alone, nobody] }, two.facts).groups;
    expect(one?.skew).not.toEqual(group?.skew);
    expect(unknown?.skew).toBeNull();
  });
});

describe('the services', () => {
  it('have a recovery of their own process, so known to the error of two clocks', () => {
    const seen = service.recovery ?? expect.unreachable('it recovers');
    expect(seen.high - seen.low).toBeGreaterThanOrEqual(2 * CLOCK_ERROR);
    expect(service.rto?.high).toBe(seen.high - DISRUPTION.low);
  });
});

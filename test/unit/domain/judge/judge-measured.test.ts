import { describe, expect, it } from 'vitest';
import { judgeData, judgeGroup } from '../../../../lib/domain/judge/judge-data.ts';
import { judgeDatabaseRpo, judgeRpo, judgeServiceRpo } from '../../../../lib/domain/judge/judge-rpo.ts';
import { judgeRto } from '../../../../lib/domain/judge/judge-rto.ts';
import { judgeService } from '../../../../lib/domain/judge/judge-service.ts';
import type { RunMeasurement } from '../../../../lib/domain/judge/measure-run.ts';
import type { DatabaseMeasurement } from '../../../../lib/domain/measurement/database-measurement.ts';
import { measuredRun } from '../../../fakes/measured-run.ts';

const { input, facts, run, database, service, withDatabase, seeing } = measuredRun();
const SECOND = 1e6;
const between = (low: number, high: number) => ({ low: low * SECOND, high: high * SECOND });

const rto = (changed: RunMeasurement, seconds = 3_600, known = facts) =>
  judgeRto({ ...input, objectives: { ...input.objectives, rtoSeconds: seconds } }, changed, known);

describe('the recovery time', () => {
  it('is met at the objective itself, missed only beyond it, and open in between', () => {
    const measured = { ...run, rto: between(0.4, 0.6) };
    expect(rto(measured, 0.6)).toEqual({
      verdict: 'met',
      reason: 'recovered after 0.4 s to 0.6 s (objective 0.6 s)',
    });
    expect(rto(measured, 0.5)).toEqual({
      verdict: 'inconclusive',
      reason: 'recovered after 0.4 s to 0.6 s (objective 0.5 s), which the measured interval straddles',
    });
    expect(rto(measured, 0.3)).toEqual({
      verdict: 'missed',
      reason: 'recovered after 0.4 s to 0.6 s (objective 0.3 s)',
    });
  });

  it('is not met by bounds that are too wide, and missed by them all the same', () => {
    const wide = { ...withDatabase({ width: 'its bounds are 9 s wide' }), rto: between(0.4, 0.6) };
    expect(rto(wide)).toEqual({ verdict: 'inconclusive', reason: 'its bounds are 9 s wide' });
    expect(rto(wide, 0.3)).toEqual({
      verdict: 'missed',
      reason: 'recovered after 0.4 s to 0.6 s (objective 0.3 s)',
    });
  });

  it('is open where nobody saw an outage, samples are missing or clocks contradict each other', () => {
    const doubtful = {
      ...withDatabase({ outage: null, gaps: ['segment 0'], clocks: ['it ran backwards'] }),
      clocks: ['the receipt is too early'],
      rto: between(4_000, 5_000),
    };
    const missing = seeing('ExportRun', {
      missingLedgerSegments: ['health/services/0-1', 'stale/orders/0-1'],
    });
    expect(rto(doubtful, 3_600, missing)).toEqual({
      verdict: 'inconclusive',
      reason:
        "the probe of orders never saw an outage; the ledger of orders has gaps: segment 0; the clock of orders's heartbeat cannot be relied on: it ran backwards; clocks of the run contradict each other: the receipt is too early; health checks are missing: health/services/0-1",
    });
    const others = seeing('ExportRun', { missingLedgerSegments: ['stale/orders/0-1'] });
    expect(rto(run, 3_600, others).verdict).toBe('met');
  });

  it('is missed by a required service that is later than its own objective, and by no other', () => {
    const late = { ...service, rto: between(5, 6), service: { ...service.service, rtoSeconds: 4 } };
    expect(rto({ ...run, services: [late] })).toEqual({
      verdict: 'missed',
      reason: 'service checkout answered after 5 s to 6 s (objective 4 s)',
    });
    const optional = { ...late, service: { ...late.service, required: false } };
    expect(rto({ ...run, services: [optional] }).verdict).toBe('met');
  });

  it('is missed by what did not recover for longer than the objective, and open before that', () => {
    const disruption = database.disruption;
    const last = database.attempts.at(-1);
    if (!disruption || !last) throw new Error('the fixture has no disruption');
    const never = { ...withDatabase({ recovery: null }), rto: null, services: [] };
    const observed = (last.sent - disruption.high) / SECOND;
    const words = `database orders did not recover in the ${Number(observed.toFixed(3))} s that were observed after the disruption`;
    expect(rto(never)).toEqual({ verdict: 'inconclusive', reason: words });
    expect(rto(never, observed)).toEqual({ verdict: 'inconclusive', reason: words });
    expect(rto(never, 0.05)).toEqual({ verdict: 'missed', reason: `${words}; the objective is 50 ms` });
  });

  it('names the required services that did not recover, and no others', () => {
    const down = { ...service, recovery: null, rto: null };
    const optional = { ...down, service: { ...down.service, name: 'reports', required: false } };
    const { reason } = rto({ ...run, rto: null, services: [down, optional, { ...service }] });
    expect(reason).toContain('service checkout did not recover in the');
    expect(reason).not.toContain('reports');
    expect(reason).not.toContain('database');
  });
});

describe('the recovery time of a service', () => {
  it('is open where nobody checked it, or it did not answer again', () => {
    expect(judgeService({ ...service, checks: 0 })).toEqual({
      verdict: 'inconclusive',
      reason: 'no health check of service checkout was made',
    });
    expect(judgeService({ ...service, checks: 1, rto: null })).toEqual({
      verdict: 'inconclusive',
      reason: 'service checkout did not answer again while it was observed',
    });
  });
});

describe('the recovery point', () => {
  const rpo = (change: Partial<DatabaseMeasurement>, seconds = 3_600) =>
    judgeDatabaseRpo({ ...database, rpo: between(0.1, 0.2), ...change }, seconds);
  const { loss } = database;
  if (!loss) throw new Error('the fixture has no loss');
  const none = { ...loss, lost: [] };
  const some = { ...loss, lost: database.attempts.slice(0, 1) };

  it('says what was lost; without a lost heartbeat it says what bounds it', () => {
    expect(rpo({ loss: some })).toEqual({
      verdict: 'met',
      reason: 'orders lost 0.1 s to 0.2 s (objective 1 h)',
    });
    expect(rpo({ loss: none })).toEqual({
      verdict: 'met',
      reason: 'orders lost no heartbeat, which bounds the loss to 0.1 s to 0.2 s (objective 1 h)',
    });
  });

  it('is missed beyond the objective, also by bounds that are too wide', () => {
    const missed = { verdict: 'missed', reason: 'orders lost 0.1 s to 0.2 s (objective 50 ms)' };
    expect(rpo({ loss: some }, 0.05)).toEqual(missed);
    expect(rpo({ loss: some, width: 'wide' }, 0.05)).toEqual(missed);
    expect(rpo({ loss: some, width: 'its bounds are 9 s wide' })).toEqual({
      verdict: 'inconclusive',
      reason: 'orders: its bounds are 9 s wide',
    });
    expect(rpo({ loss: some }, 0.15).verdict).toBe('inconclusive');
  });

  it.each<[string, Partial<DatabaseMeasurement>, string]>([
    ['nobody saw an outage', { outage: null }, 'the probe of orders never saw an outage'],
    ['the rows were never read', { loss: null }, 'the rows that orders recovered were never read'],
    ['the ledger has gaps', { gaps: ['segment 0'] }, 'the ledger of orders has gaps: segment 0'],
    [
      'its clock is wrong',
      { clocks: ['it ran backwards'] },
      "the clock of orders's heartbeat cannot be relied on: it ran backwards",
    ],
    [
      'nothing of before is there',
      { rpo: null, rpoAtLeast: 2 * SECOND },
      'orders kept no heartbeat at all: it lost at least 2 s, and how much more is not known',
    ],
  ])('is open where %s', (_, change, reason) => {
    expect(rpo(change)).toEqual({ verdict: 'inconclusive', reason });
  });

  it('is missed where what is certain of the loss is more than the objective', () => {
    const words = 'orders kept no heartbeat at all: it lost at least 2 s, and how much more is not known';
    expect(rpo({ rpo: null, rpoAtLeast: 2 * SECOND }, 2)).toEqual({ verdict: 'inconclusive', reason: words });
    expect(rpo({ rpo: null, rpoAtLeast: 2 * SECOND }, 1)).toEqual({
      verdict: 'missed',
      reason: `${words}; the objective is 1 s`,
    });
  });

  it('of a service is that of the databases below it, and of no other', () => {
    const measured = { ...database, rpo: between(0.1, 0.2), loss: some };
    const strict = { ...service.service, rpoSeconds: 0.05, stores: ['orders', 'a bucket'] };
    expect(judgeServiceRpo(strict, [measured, { ...measured, id: 'audit' }])).toEqual([
      { verdict: 'missed', reason: 'service checkout: orders lost 0.1 s to 0.2 s (objective 50 ms)' },
    ]);
  });

  it('of a run is held against the objective of each required service', () => {
    const measured = withDatabase({ rpo: between(0.1, 0.2), loss: some });
    const judged = (required: boolean, rpoSeconds: number) =>
      judgeRpo({ ...input, services: [{ ...service.service, required, rpoSeconds }] }, measured);
    expect(judged(true, 0.05)).toEqual({
      verdict: 'missed',
      reason: 'service checkout: orders lost 0.1 s to 0.2 s (objective 50 ms)',
    });
    expect(judged(false, 0.05).verdict).toBe('met');
    expect(judged(true, 60)).toEqual({
      verdict: 'met',
      reason: 'orders lost 0.1 s to 0.2 s (objective 1 h)',
    });
  });

  it('is open where clocks of the run contradict each other, whatever was lost', () => {
    expect(judgeRpo(input, { ...run, clocks: ['a', 'b', 'c', 'd'] })).toEqual({
      verdict: 'inconclusive',
      reason: 'clocks of the run contradict each other: a; b; c; and 1 more',
    });
  });
});

describe('the data', () => {
  const data = (change: Partial<DatabaseMeasurement>, known = facts) =>
    judgeData(input, withDatabase(change), known);
  const { loss, recovered, splitBrain } = database;
  const [first] = database.attempts;
  if (!loss || !recovered || !first) throw new Error('the fixture has lost nothing');

  it('is the same system on a later timeline, fenced', () => {
    expect(data({})).toEqual({
      verdict: 'met',
      reason: 'orders is the same system on timeline 2 (was 1); orders was fenced (receipt)',
    });
  });

  it('is missed where rows are gone in the middle, or nobody wrote them', () => {
    expect(data({ loss: { ...loss, holes: [first], phantoms: ['0/7', '0/9'] } })).toEqual({
      verdict: 'missed',
      reason: `orders lost 1 heartbeat although later ones are there: ${first.segment}/${first.seq}; orders holds 2 rows that nobody wrote: 0/7; 0/9`,
    });
  });

  it('is missed by writes that were acknowledged elsewhere', () => {
    expect(data({ splitBrain: { ...splitBrain, writes: [first] } })).toEqual({
      verdict: 'missed',
      reason: "1 write to orders acknowledged elsewhere after the new primary's first",
    });
  });

  it.each<[string, Partial<DatabaseMeasurement>, string]>([
    ['the server was never read', { recovered: null }, 'the promoted server of orders was never read'],
    ['its ledger has gaps', { gaps: ['segment 0'] }, 'the ledger of orders has gaps: segment 0'],
    [
      'the new primary took no write',
      { splitBrain: { ...splitBrain, since: null } },
      "orders's new primary acknowledged no write",
    ],
    [
      'the stale writer could show nothing',
      { splitBrain: { ...splitBrain, staleWriterWitnessed: false } },
      "orders's stale writer did not both write before and try after: it could show no split",
    ],
    [
      'another server was read',
      { recovered: { ...recovered, server: { ...recovered.server, server: '10.9.9.9:5432' } } },
      `orders's rows were read from 10.9.9.9:5432; promoted was ${recovered.server.server}`,
    ],
  ])('is open where %s', (_, change, reason) => {
    expect(data(change)).toEqual({ verdict: 'inconclusive', reason });
  });

  it('is open where samples of its own stale writer are missing', () => {
    const missing = (name: string) => seeing('ExportRun', { missingLedgerSegments: [name] });
    expect(data({}, missing('stale/orders/0-1'))).toEqual({
      verdict: 'inconclusive',
      reason: "samples of orders's stale writer are missing: stale/orders/0-1",
    });
    expect(data({}, missing('stale/audit/0-1')).verdict).toBe('met');
  });

  it('is open where a background job was not stopped, or nobody knows what the replica was', () => {
    const running = seeing('StopBackgroundJobs', {
      jobs: [
        { name: 'settlement', stopped: false },
        { name: 'mailing', stopped: true },
      ],
    });
    expect(data({}, running)).toEqual({
      verdict: 'inconclusive',
      reason: 'background job settlement was not stopped before the promotion',
    });
    expect(data({}, seeing('PreFlight', { databases: [] }))).toEqual({
      verdict: 'inconclusive',
      reason: "what orders's replica was before the promotion is not on record",
    });
  });

  it('of a group is how far its recovery points lie apart', () => {
    const group = { name: 'money', maxSkewSeconds: 1 };
    expect(judgeGroup({ ...group, skew: null })).toEqual({
      verdict: 'inconclusive',
      reason: 'a recovery point of consistency group money is not known',
    });
    expect(judgeGroup({ ...group, skew: between(2, 3) })).toEqual({
      verdict: 'missed',
      reason: 'the recovery points of group money differ by 2 s to 3 s (objective 1 s)',
    });
    expect(judgeGroup({ ...group, skew: between(0.5, 0.5) })).toEqual({
      verdict: 'met',
      reason: 'the recovery points of group money differ by 0.5 s (objective 1 s)',
    });
  });
});

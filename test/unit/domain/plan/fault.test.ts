import { describe, expect, it, test } from 'vitest';
import { conditionSeconds } from '../../../../lib/domain/plan/condition-seconds.ts';
import { FAULTS, faultOf, parseFault } from '../../../../lib/domain/plan/fault.ts';
import { faultSeconds } from '../../../../lib/domain/plan/fault-seconds.ts';

describe('a fault as text', () => {
  test.each([
    ['region-loss', 'disruption', 'primary'],
    ['region-loss=refused', 'disruption', 'primary'],
    ['partition', 'disruption', 'primary'],
    ['partition=regions', 'disruption', 'primary'],
    ['partition=clients', 'disruption', 'primary'],
    ['freeze', 'disruption', 'primary'],
    ['full-disk', 'disruption', 'primary'],
    ['replication-delay=500ms', 'condition', 'primary'],
    ['replication-delay=PT5S', 'condition', 'primary'],
    ['bandwidth=256kB/s', 'condition', 'primary'],
    ['slow-api=200ms', 'condition', 'recovery'],
    ['slow-api=2s@rds', 'condition', 'recovery'],
    ['throttled-api=20%', 'condition', 'recovery'],
    ['api-errors=100%@secretsmanager', 'condition', 'recovery'],
  ])('%s is a %s of the %s region', (text, kind, site) => {
    expect(parseFault(text)).toMatchObject({ ok: true, fault: { text, kind, site } });
  });

  test.each([
    ['region-loss=loud', 'region-loss or region-loss=refused, with no other value'],
    ['freeze=1s', 'freeze, with no value'],
    ['replication-delay', 'such as replication-delay=5s, above 0 and at most 10 minutes, in ms, s or m'],
    ['replication-delay=0s', 'such as replication-delay=5s, above 0 and at most 10 minutes, in ms, s or m'],
    ['replication-delay=5', 'such as replication-delay=5s, above 0 and at most 10 minutes, in ms, s or m'],
    ['replication-delay=P1M', 'such as replication-delay=5s, above 0 and at most 10 minutes, in ms, s or m'],
    ['bandwidth=1Mbit', 'such as bandwidth=1MB/s, at least 1 B/s, in B/s, kB/s, MB/s or GB/s'],
    [
      'throttled-api=0%',
      'such as throttled-api=20% or throttled-api=20%@s3, above 0% and at most 100%, for all or one of rds, s3, secretsmanager',
    ],
    [
      'throttled-api=101%',
      'such as throttled-api=20% or throttled-api=20%@s3, above 0% and at most 100%, for all or one of rds, s3, secretsmanager',
    ],
    [
      'throttled-api=20%@fis',
      'such as throttled-api=20% or throttled-api=20%@s3, above 0% and at most 100%, for all or one of rds, s3, secretsmanager',
    ],
    [
      'slow-api=1s@rds@s3',
      'such as slow-api=200ms or slow-api=200ms@rds, above 0 and at most 10 minutes, in ms, s or m, for all or one of rds, s3, secretsmanager',
    ],
  ])('%s is none: what was expected is said', (text, expected) => {
    expect(parseFault(text)).toEqual({ ok: false, expected });
  });

  test.each([
    ['region-los', 'did you mean "region-loss"?'],
    ['frezee', 'did you mean "freeze"?'],
    ['partiton=clients', 'did you mean "partition=clients"?'],
  ])('%s is nearly one', (text, remedy) => {
    expect(parseFault(text)).toMatchObject({ ok: false, remedy });
  });

  it('of the wrong kind is none', () => {
    expect(parseFault('freeze', 'condition')).toMatchObject({ ok: false });
    expect(parseFault('slow-api=1s', 'disruption')).toMatchObject({ ok: false });
    expect(parseFault('constructor')).toMatchObject({ ok: false });
  });

  it('stands in the vocabulary with forms that are themselves right', () => {
    const forms = FAULTS.flatMap((fault) => fault.forms);
    expect(forms.length).toBeGreaterThan(10);
    expect(forms.map((form) => faultOf(form).text)).toEqual(forms);
    expect(() => faultOf('fire')).toThrow('fault "fire": expected one of region-loss');
  });
});

describe('a duration of a fault', () => {
  test.each([
    ['500ms', 0.5],
    ['5s', 5],
    ['2m', 120],
    ['0.25s', 0.25],
    ['PT5S', 5],
    ['11m', null],
    ['-5s', null],
    ['5h', null],
    ['', null],
  ])('%s is %s seconds', (text, seconds) => {
    expect(faultSeconds(text)).toBe(seconds);
  });

  it('is found among the conditions of a run', () => {
    const conditions = ['slow-api=2s@rds', 'replication-delay=500ms'];
    expect(conditionSeconds(conditions, 'slow-api')).toBe(2);
    expect(conditionSeconds(conditions, 'replication-delay')).toBe(0.5);
    expect(conditionSeconds([], 'slow-api')).toBe(0);
  });
});

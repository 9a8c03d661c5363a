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
    ['region-loss=loud', 'one of region-loss, region-loss=refused'],
    ['freeze=1s', 'such as freeze'],
    ['replication-delay', 'such as replication-delay=5s'],
    ['replication-delay=0s', 'such as replication-delay=5s'],
    ['replication-delay=5', 'such as replication-delay=5s'],
    ['replication-delay=P1M', 'such as replication-delay=5s'],
    ['bandwidth=1Mbit', 'such as bandwidth=1MB/s'],
    ['throttled-api=0%', 'one of throttled-api=20%, throttled-api=20%@s3'],
    ['throttled-api=101%', 'one of throttled-api=20%, throttled-api=20%@s3'],
    ['throttled-api=20%@fis', 'one of throttled-api=20%, throttled-api=20%@s3'],
    ['slow-api=1s@rds@s3', 'one of slow-api=200ms, slow-api=200ms@rds'],
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

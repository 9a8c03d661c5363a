import { describe, expect, it } from 'vitest';
import { bound, mustBe } from '../../../../lib/domain/run/pre-flight-checks.ts';

describe('a check that something is the wanted word', () => {
  it('says what it asked of what, what it saw and what it wanted', () => {
    expect(mustBe('replica streaming', 'orders-west', { seen: 'streaming', wanted: 'streaming' })).toEqual({
      name: 'replica streaming',
      subject: 'orders-west',
      passed: true,
      blocking: true,
      seen: 'streaming',
      limit: 'streaming',
    });
  });

  it('blocks when it is another word', () => {
    expect(mustBe('replica streaming', 'orders-west', { seen: 'none', wanted: 'streaming' })).toMatchObject({
      passed: false,
      blocking: true,
    });
  });

  it('may compare by a rule of its own', () => {
    const by = (seen: string, wanted: string) => seen.endsWith(wanted);
    expect(mustBe('source', 'orders', { seen: 'arn:db:north', wanted: ':north', by }).passed).toBe(true);
  });
});

describe('a check that seconds stay within a limit', () => {
  it('passes at the limit and not beyond', () => {
    const check = (seenSeconds: number) =>
      bound('replication lag', 'orders', { seenSeconds, limitSeconds: 1, blocking: true }).passed;
    expect(check(1)).toBe(true);
    expect(check(1.001)).toBe(false);
  });

  it('says seconds to the millisecond, and whether it blocks', () => {
    expect(
      bound('replication lag', 'orders', { seenSeconds: 0.04, limitSeconds: 3600, blocking: false }),
    ).toEqual({
      name: 'replication lag',
      subject: 'orders',
      passed: true,
      blocking: false,
      seen: '0.040 s',
      limit: 'at most 3600 s',
    });
  });

  it('does not pass when nothing is known', () => {
    expect(
      bound('replication lag', 'orders', { seenSeconds: null, limitSeconds: 3600, blocking: true }),
    ).toMatchObject({ passed: false, seen: 'unknown' });
  });
});

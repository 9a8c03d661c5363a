import { describe, expect, it } from 'vitest';
import {
  DeferredFenceOutcome,
  DeferredFenceRequest,
  deferredFenceName,
  deferredProof,
} from '../../../../lib/domain/fence/deferred-fence.ts';
import type { FenceAttempt } from '../../../../lib/domain/record/fence-outcomes.ts';
import { ORDERS, runInput } from '../../../fakes/run-input.ts';

type Results = Partial<Record<FenceAttempt['rung'], FenceAttempt['result']>>;

const ORDER = ['revoke-login-and-end-sessions', 'close-network', 'probe', 'open-session'] as const;

function attempts(results: Results): readonly FenceAttempt[] {
  return ORDER.flatMap((rung) => {
    const result = results[rung];
    return result ? [{ rung, result, detail: '', seconds: 0 }] : [];
  });
}

const LISTED: Results = {
  'revoke-login-and-end-sessions': 'proven',
  probe: 'proven',
  'open-session': 'unreachable',
};

describe('what a fence proves that was applied on return', () => {
  it('is what any fence proves where a session from before was seen to end', () => {
    expect(deferredProof(attempts({ ...LISTED, 'open-session': 'proven' }))).toBe('probe');
  });

  it('is the catalogue’s word where nobody had a session from before', () => {
    expect(deferredProof(attempts(LISTED))).toBe('catalogue');
  });

  it.each<[string, Results]>([
    ['login was not revoked', { ...LISTED, 'revoke-login-and-end-sessions': 'refuted' }],
    [
      'another rung was proven only',
      { probe: 'proven', 'open-session': 'unreachable', 'close-network': 'proven' },
    ],
    ['a new connection gets in', { ...LISTED, probe: 'refuted' }],
    ['a new connection meets silence', { ...LISTED, probe: 'unreachable' }],
    ['a session from before goes on', { ...LISTED, 'open-session': 'refuted' }],
  ])('is nothing where %s', (_, results) => {
    expect(deferredProof(attempts(results))).toBe('none');
  });
});

describe('a fence that is left to an execution of its own', () => {
  const request = {
    schemaVersion: 1,
    run: 'run-1',
    plan: runInput().plan,
    sites: runInput().sites,
    owner: 'arn:run-1',
    lockKey: 'locks/orders.json',
    lockNotTaken: true,
    databases: [{ ...ORDERS, primaryAddress: { host: '10.0.0.1', port: 5432 }, securityGroups: ['sg-1'] }],
    fence: runInput().fence,
    deferredAt: '2026-03-01T12:00:00.000000Z',
  };
  const outcome = {
    schemaVersion: 1,
    run: 'run-1',
    execution: 'arn:of:run-1-deferred-fence',
    databases: [
      {
        id: 'orders',
        result: 'fenced',
        proof: 'catalogue',
        detail: 'no login',
        answeredAt: '2026-03-01T12:01:00.000000Z',
        fencedAt: '2026-03-01T12:01:00.500000Z',
        attempts: attempts(LISTED),
      },
    ],
    lock: { result: 'raised', generation: 8, detail: 'it was free' },
  };

  it('has one name a run', () => {
    expect(deferredFenceName('run-1')).toBe('run-1-deferred-fence');
  });

  it('is handed over and answered without a word lost', () => {
    expect(DeferredFenceRequest.parse(request)).toEqual(request);
    expect(DeferredFenceOutcome.parse(outcome)).toEqual(outcome);
  });

  it('is about one database at least', () => {
    expect(DeferredFenceRequest.safeParse({ ...request, databases: [] }).success).toBe(false);
  });

  it.each(['taken-before', 'held'])('may leave its site’s lock as it is (%s)', (result) => {
    const lock = { result, generation: null, detail: '' };
    expect(DeferredFenceOutcome.parse({ ...outcome, lock }).lock).toEqual(lock);
  });

  it('may find nothing to fence', () => {
    const [database] = outcome.databases;
    const not = { ...database, result: 'not-needed', proof: 'none', answeredAt: null, fencedAt: null };
    expect(DeferredFenceOutcome.parse({ ...outcome, databases: [not] }).databases).toEqual([not]);
  });
});

import { describe, expect, it } from 'vitest';
import { FAILURES, MusterFailure } from '../../../lib/domain/failure.ts';

describe('failures', () => {
  it.each(Object.entries(FAILURES))(
    '%s says its name, subject, finding, limit and cause',
    (name, Failure) => {
      const cause = new Error('socket hang up');
      const failure = new Failure({
        subject: 'instance orders-b',
        seen: 'status failed',
        limit: 'available',
        cause,
      });
      expect(failure).toBeInstanceOf(MusterFailure);
      expect(failure.name).toBe(name);
      expect(failure.message).toBe('instance orders-b: saw status failed; expected available');
      expect(failure.cause).toBe(cause);
    },
  );

  it('that mean "not yet" or "unknown" are retryable, and no others', () => {
    const retryable = Object.entries(FAILURES)
      .filter(([, Failure]) => new Failure({ subject: 's', seen: 'x', limit: 'y' }).retryable)
      .map(([name]) => name);
    expect(retryable).toEqual([
      'PreemptionPending',
      'HeartbeatNotFresh',
      'HeartbeatNotReplicated',
      'ReplicaBackingUp',
      'FencePending',
      'FenceNotLifted',
      'PromotionPending',
      'ThrottledUnknown',
      'SnapshotPending',
      'PointInTimePending',
      'RestorePending',
      'RemovalPending',
      'ReplicaPending',
      'CatchUpPending',
      'CanaryPending',
      'InventoryPending',
    ]);
  });

  it('have no cause where none is given', () => {
    expect('cause' in new FAILURES.Conflict({ subject: 's', seen: 'x', limit: 'y' })).toBe(false);
  });
});

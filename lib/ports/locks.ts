import type { Scope } from '../domain/run/run-parts.ts';

export interface LockRequest {
  readonly key: string;
  readonly run: string;
  /** ARN of the execution that will own the lock. */
  readonly owner: string;
  readonly scope: Scope;
  /** Take it from a run that has not ended: a real failover may, from a drill. */
  readonly preempt: boolean;
}

export interface LockGrant {
  readonly key: string;
  readonly owner: string;
  /** Rises by one with each grant, never falls. */
  readonly generation: number;
  /** Whose it was, where that run had not given it back; `preemptedAt` where it may still have a call in flight. */
  readonly takenOver: {
    readonly owner: string;
    readonly run: string;
    readonly preemptedAt: string | null;
  } | null;
}

export type LockHolder = Pick<LockGrant, 'key' | 'owner' | 'generation'> & { readonly run: string };

/** Who wants the run that holds a lock to end, and why. `at` as ISO text. */
export interface AbortRequest {
  readonly run: string;
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

/** Locks of one site, with fencing generations. */
export interface Locks {
  /**
   * Idempotent for the same owner. @throws LockHeld while another execution runs or has not cleaned up, unless this
   * one may pre-empt it.
   */
  acquire(request: LockRequest): Promise<LockGrant>;
  /**
   * @throws GenerationSuperseded when somebody else holds the lock or a later generation exists, RunAborted when
   * somebody wants the run to end
   */
  verify(grant: Pick<LockGrant, 'key' | 'owner' | 'generation'>): Promise<void>;
  /** Idempotent; keeps the generation. A lock that is not the owner's is left alone. */
  release(grant: Pick<LockGrant, 'key' | 'owner' | 'generation'>): Promise<void>;
  /** Idempotent, keeps the generation; false when the run does not hold the lock (any more). */
  abort(key: string, request: AbortRequest): Promise<boolean>;
  /** Null when the lock is free. */
  holder(key: string): Promise<LockHolder | null>;
}

export interface LockRequest {
  readonly key: string;
  readonly run: string;
  /** ARN of the execution that will own the lock. */
  readonly owner: string;
}

export interface LockGrant {
  readonly key: string;
  readonly owner: string;
  /** Rises by one with each grant, never falls. */
  readonly generation: number;
  readonly takenOverFrom: string | null;
}

/** Locks of one site, with fencing generations. */
export interface Locks {
  /** Idempotent for the same owner. @throws LockHeld while another execution runs or has not cleaned up. */
  acquire(request: LockRequest): Promise<LockGrant>;
  /** @throws GenerationSuperseded when somebody else holds the lock or a later generation exists. */
  verify(grant: Pick<LockGrant, 'key' | 'owner' | 'generation'>): Promise<void>;
  /** Idempotent; keeps the generation. A lock that is not the owner's is left alone. */
  release(grant: Pick<LockGrant, 'key' | 'owner' | 'generation'>): Promise<void>;
}

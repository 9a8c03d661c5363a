import type { FenceAttempt } from '../record/failover-outcomes.ts';

/**
 * What a fence by SQL has to prove, all of it: no client role may log in, a client that tries is refused, and so is one
 * that was connected before.
 */
export const PROOF_BY_SQL: readonly FenceAttempt['rung'][] = [
  'revoke-login-and-end-sessions',
  'probe',
  'open-session',
];

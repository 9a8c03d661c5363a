import type { RunKind } from './run-parts.ts';

/**
 * How long an execution of each kind's state machine may take, in seconds; then the engine ends it.
 * A limit may be raised, never lowered: starts in logs were told the end of their time by it, and are held to it.
 */
export const RUN_LIMIT_SECONDS: Readonly<Record<RunKind, number>> = {
  failover: 259_200,
  switchover: 604_800,
  backup: 86_400,
  'replication-check': 86_400,
  restore: 86_400,
};

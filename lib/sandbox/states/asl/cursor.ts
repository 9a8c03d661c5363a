import type { Instant } from './clock.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** A task as it was handed out, or will be again after a restart. */
export interface TaskDelivery {
  readonly functionName: string;
  readonly invocationType: 'RequestResponse' | 'Event';
  readonly payload: unknown;
  /** Null for a task whose result is what the function answers. */
  readonly token: string | null;
  readonly scheduledAt: Instant;
  readonly timeoutSeconds: number;
  readonly heartbeatSeconds: number | null;
}

/** What a token's holder answered. */
export type TaskAnswer =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: string; readonly cause: string };

/** How far the current state has come. */
export type Phase =
  | { readonly kind: 'entered' }
  | { readonly kind: 'waiting'; readonly until: Instant }
  | { readonly kind: 'backoff'; readonly until: Instant }
  | { readonly kind: 'scheduled'; readonly task: TaskDelivery }
  | { readonly kind: 'submitted'; readonly task: TaskDelivery };

/**
 * Where a sequence of states stands: plain data, and all that is needed to go on after the interpreter was killed.
 * A Parallel or Map state would hold one for each of its branches.
 */
export interface Cursor {
  readonly state: string;
  readonly input: unknown;
  readonly variables: Variables;
  readonly enteredEventId: number;
  readonly enteredAt: Instant;
  /** How often each retrier of the state was used, in their order. */
  readonly retryCounts: readonly number[];
  readonly retryCount: number;
  readonly phase: Phase;
  readonly answer: TaskAnswer | null;
  /** When the token's holder last sent a heartbeat. */
  readonly aliveAt: Instant | null;
}

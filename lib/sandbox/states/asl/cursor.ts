import type { Instant } from './clock.ts';
import type { MapRunSettings } from './distributed/map-run-port.ts';

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

/** What a Parallel or Map state runs at the same time; evaluated once, so that a restart runs the same. */
export interface Fan {
  readonly count: number;
  /** How many may run at once. */
  readonly limit: number;
  /** The event that started it, on which its first branches hang. */
  readonly startedBy: number;
  /** What every branch of a Parallel state gets; the items of a Map state. */
  readonly input: unknown;
}

/** A Map Run that a Map state in distributed mode has started; its children are in the run's own journal. */
export interface StartedRun {
  readonly arn: string;
  readonly settings: MapRunSettings;
  /** The array that Items or the input gave; null when an ItemReader reads them. */
  readonly items: readonly unknown[] | null;
  /** The number of the execution's redrive that the run has yet to follow. */
  readonly redriveOf: number | null;
}

/** How far the current state has come. */
export type Phase =
  | { readonly kind: 'entered' }
  | { readonly kind: 'branching'; readonly fan: Fan }
  | { readonly kind: 'mapRun'; readonly run: StartedRun }
  | { readonly kind: 'waiting'; readonly until: Instant }
  | { readonly kind: 'backoff'; readonly until: Instant }
  | { readonly kind: 'scheduled'; readonly task: TaskDelivery }
  | { readonly kind: 'submitted'; readonly task: TaskDelivery };

/** The event on which a sequence's next one hangs, and the one on which that hangs. */
export interface Head {
  readonly last: number;
  readonly before: number;
}

/** What a branch or an iteration came to. */
export interface Returned {
  readonly output: unknown;
  /** The last event of its states, and the last of all: an iteration is closed by one more. */
  readonly last: number;
  readonly closedBy: number;
}

/**
 * Where a sequence of states stands: plain data, and all that is needed to go on after the interpreter was killed.
 * Each branch of a Parallel state and each iteration of a Map state has its own.
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

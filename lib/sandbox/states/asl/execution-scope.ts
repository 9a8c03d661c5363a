import type { Clock, Instant } from './clock.ts';
import type { Cursor, TaskAnswer, TaskDelivery } from './cursor.ts';
import type { Definition } from './definition.ts';
import type { Evaluator } from './jsonata/evaluator.ts';

/** Who is executing what. */
export interface ExecutionIdentity {
  readonly arn: string;
  readonly name: string;
  readonly input: unknown;
  readonly startedAt: Instant;
  readonly machineArn: string;
  readonly machineName: string;
  readonly region: string;
}

/** What a function answered. `payload` is JSON text. */
export interface Invocation {
  readonly statusCode: number;
  readonly functionError: string | null;
  readonly payload: string;
}

/** Calls a function. @throws StateFailure Lambda.… when Lambda itself refuses the call. */
export type Invoke = (task: TaskDelivery, region: string) => Promise<Invocation>;

/**
 * What the interpreter needs of the world. `record` adds an event to those that the next `commit` makes durable and
 * visible, together with a change of the cursor: a line of the journal is taken wholly or not at all.
 */
export interface ExecutionScope {
  readonly identity: ExecutionIdentity;
  readonly definition: Definition;
  readonly clock: Clock;
  /** Aborted when the execution ends from outside: stopped, timed out. */
  readonly signal: AbortSignal;
  readonly invoke: Invoke;
  readonly evaluate: Evaluator;
  readonly random: () => number;
  readonly newToken: () => string;
  readonly cursor: () => Cursor | null;
  readonly record: (type: string, details?: Readonly<Record<string, unknown>>) => number;
  readonly commit: (change: Partial<Cursor>) => void;
  readonly enter: (cursor: Cursor) => void;
  /** The answer to the current task's token, also one that came before this was asked. */
  readonly answered: () => Promise<TaskAnswer>;
}

import type { Clock, Instant } from './clock.ts';
import type { Cursor, Fan, Returned, TaskAnswer, TaskDelivery, Variables } from './cursor.ts';
import type { Sequence } from './definition.ts';
import type { MapRunPort } from './distributed/map-run-port.ts';
import type { ObjectPort } from './distributed/object-port.ts';
import type { Evaluator } from './jsonata/evaluator.ts';

/** Who is executing what. */
export interface ExecutionIdentity {
  readonly arn: string;
  readonly name: string;
  readonly input: unknown;
  readonly startedAt: Instant;
  readonly roleArn: string;
  readonly redriveCount: number;
  readonly redrivenAt: Instant | null;
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

/** The item that an iteration of a Map state works on. */
export interface MapItem {
  readonly index: number;
  readonly value: unknown;
}

/** Runs a sequence from its start, or from where the journal stands. Answers its output. */
export type RunSequence = (sequence: Sequence, scope: ExecutionScope) => Promise<unknown>;

/** What a sequence begins with. */
export interface Start {
  /** What the first state gets. */
  readonly input: unknown;
  /** Variables of the sequences around it, which it reads and cannot set. */
  readonly outer: Variables;
  readonly item: MapItem | null;
}

/**
 * What an event hangs on: `next` on the one before it in its sequence. `aside` does so as well, and nothing hangs on it.
 * `origin` hangs on what the state's entry hangs on, while nothing has happened since. `none` hangs on nothing. `after`
 * hangs on the event recorded right before, also one aside, and nothing hangs on it.
 * All five were found in histories recorded on AWS.
 */
export type Link = 'next' | 'aside' | 'origin' | 'none' | 'after';

export type Details = Readonly<Record<string, unknown>>;

/**
 * What the interpreter needs of the world, to run one sequence of states. `record` adds an event to those that the next
 * `commit`, `enter` or `finish` makes durable and visible, together with a change of the cursor: a line of the journal
 * is taken wholly or not at all.
 */
export interface ExecutionScope {
  readonly identity: ExecutionIdentity;
  readonly start: Start;
  readonly clock: Clock;
  /** Aborted when the sequence ends from outside: stopped, timed out, or with a branch beside it. */
  readonly signal: AbortSignal;
  readonly invoke: Invoke;
  readonly evaluate: Evaluator;
  readonly runSequence: RunSequence;
  readonly random: () => number;
  readonly newToken: () => string;
  readonly cursor: () => Cursor | null;
  readonly record: (type: string, details?: Details, link?: Link) => void;
  readonly commit: (change: Partial<Cursor>) => void;
  /** Enters a state; the event recorded last is the one of its entry. */
  readonly enter: (entered: Omit<Cursor, 'enteredEventId'>) => void;
  /** The answer to the current task's token, also one that came before this was asked. */
  readonly answered: () => Promise<TaskAnswer>;
  readonly branches: Branches;
  /** Map Runs of this execution. */
  readonly mapRuns: MapRunPort;
  readonly objects: ObjectPort;
}

/** The sequences below the current state. */
export interface Branches {
  /** Makes the state one that runs others. */
  readonly open: (fan: Omit<Fan, 'startedBy'>) => void;
  readonly at: (index: number) => BranchState;
  /** The branch that returned last. */
  readonly latest: () => Returned | null;
  /** The scope of a branch; its first event hangs on `after`. */
  readonly scope: (index: number, branch: Branch) => ExecutionScope;
  /** Ends a branch, with all that it has recorded. */
  readonly finish: (index: number, output: unknown) => void;
  /** Goes on after an event of a branch that has returned. */
  readonly goOnAfter: (eventId: number) => void;
  /** Goes on after what a branch that has failed recorded. */
  readonly adopt: (index: number) => void;
}

/** How far a branch has come. */
export interface BranchState {
  readonly cursor: Cursor | null;
  readonly returned: Returned | null;
  readonly below: (index: number) => BranchState;
}

export interface Branch {
  readonly start: Start;
  readonly signal: AbortSignal;
  readonly after: number;
}

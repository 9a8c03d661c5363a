import type { Clock } from '../asl/clock.ts';
import type { Invoke } from '../asl/execution-scope.ts';
import type { Evaluator } from '../asl/jsonata/evaluator.ts';

/** What executions share. */
export interface ExecutionPorts {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly evaluate: Evaluator;
  readonly random: () => number;
}

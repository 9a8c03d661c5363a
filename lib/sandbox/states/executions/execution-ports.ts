import type { Clock } from '../asl/clock.ts';
import type { MapRunPort } from '../asl/distributed/map-run-port.ts';
import type { ObjectPort } from '../asl/distributed/object-port.ts';
import type { Invoke } from '../asl/execution-scope.ts';
import type { Evaluator } from '../asl/jsonata/evaluator.ts';
import type { ExecutionRecord } from './execution-record.ts';

/** What executions share with the world outside. */
export interface OuterPorts {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly evaluate: Evaluator;
  readonly random: () => number;
  readonly objects: ObjectPort;
}

/** What executions share. */
export interface ExecutionPorts extends OuterPorts {
  readonly mapRuns: (parent: ExecutionRecord) => MapRunPort;
}

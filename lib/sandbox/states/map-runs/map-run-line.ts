import type { Instant } from '../asl/clock.ts';
import type { ChildInput, MapRunSettings } from '../asl/distributed/map-run-port.ts';

/** What a Map Run was started with. */
export interface MapRunRecord {
  readonly arn: string;
  readonly executionArn: string;
  readonly region: string;
  /** The machine that the children are executions of: the parent's, with the Map state's label. */
  readonly machineArn: string;
  readonly machineName: string;
  readonly definition: string;
  readonly startedAt: Instant;
  readonly settings: MapRunSettings;
}

export interface MapRunEnding {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly at: Instant;
}

/** `of` is the number of the parent's redrive, by which the same one is known after the interpreter was killed. */
export interface MapRunRedrive {
  readonly at: Instant;
  readonly of: number;
}

/** What a line says of a Map Run; how its children fare stands in their own journals. */
export interface MapRunLine {
  readonly opened?: MapRunRecord;
  readonly filled?: readonly ChildInput[];
  readonly settings?: MapRunSettings;
  readonly redriven?: MapRunRedrive;
  /** A run that was aborted goes on, as its parent's journal knows nothing of the abort. */
  readonly resumed?: Instant;
  readonly ended?: MapRunEnding;
}

import { formatInstant, type Instant } from '../instant.ts';
import type { RunInput } from '../run/run-input.ts';
import { RUN_LIMIT_SECONDS } from '../run/run-limit.ts';
import { SCHEMA_VERSION } from '../stored.ts';
import type { StartLeaf } from './log-leaf.ts';
import { loggedObjectives } from './logged-objectives.ts';

interface Start {
  readonly executionArn: string;
  readonly at: Instant;
  /** It is appended when the run is over, since its log could not be waited for. */
  readonly late: boolean;
}

/** What a log is told of a run before it starts. */
export function startLeaf(input: RunInput, { executionArn, at, late }: Start): StartLeaf {
  return {
    schemaVersion: SCHEMA_VERSION,
    type: 'start',
    run: input.run,
    kind: input.kind,
    scope: input.scope,
    target: input.target,
    plan: { name: input.plan.name, sha256: input.plan.sha256 },
    objectives: loggedObjectives(input),
    executionArn,
    at: formatInstant(at),
    endsBy: formatInstant(at + RUN_LIMIT_SECONDS[input.kind] * 1e6),
    late,
  };
}

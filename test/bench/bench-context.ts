import type { LoadedPlan } from '../../lib/cli/load-plan.ts';

/** What every part of the bench is given. */
export interface BenchContext {
  readonly loaded: LoadedPlan;
  readonly drills: number;
  readonly say: (line: string) => void;
}

/** A bar of the bench: what was promised, what was measured, and whether that holds. */
export interface Bar {
  readonly name: string;
  readonly limit: number;
  readonly measured: number;
  readonly passed: boolean;
}

export function atMost(name: string, measured: number, limit: number): Bar {
  return { name, limit, measured, passed: measured <= limit };
}

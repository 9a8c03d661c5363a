import type { LoadedPlan } from '../../lib/cli/load-plan.ts';

/** What every part of the bench is given. */
export interface BenchContext {
  readonly loaded: LoadedPlan;
  /** How many drills a part runs that repeats them; null for as many as its bars speak of. */
  readonly drills: number | null;
  readonly say: (line: string) => void;
}

/** What a part of the bench came to: its bars, and beside them whatever numbers it has. */
export interface PartResult {
  readonly passed: boolean;
  readonly bars: readonly Bar[];
  readonly figures?: readonly Figure[];
}

/** A number that is shown and holds nothing up; `aim` is what it should be at most, where there is an aim. */
export interface Figure {
  readonly name: string;
  readonly measured: number;
  readonly aim: number | null;
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

export function figure(name: string, measured: number, aim: number | null = null): Figure {
  return { name, measured, aim };
}

export function allPassed(bars: readonly Bar[]): boolean {
  return bars.length > 0 && bars.every(({ passed }) => passed);
}

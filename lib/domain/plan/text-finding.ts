import type { PlanFinding } from './plan-problem.ts';

/** A finding that is known by its offset in the text, with its path already as text. */
export interface TextFinding extends Omit<PlanFinding, 'path' | 'atKey'> {
  readonly offset: number;
  readonly path?: string;
}

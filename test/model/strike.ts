import type { Call } from './caller.ts';

export const POINTS = [
  'before the call',
  'between check and call',
  'after the call',
  'after the record',
] as const;
export const FAULTS = [
  'crash',
  'time-out',
  'throttle',
  'access denied',
  'delivered twice',
  'late answer',
] as const;

export type Point = (typeof POINTS)[number];
export type StrikeFault = (typeof FAULTS)[number];

export type DecisiveCall = Pick<Call, 'what' | 'subject'>;

/** What strikes one state of a run, where, and each of its deliveries or only the first ones. */
export interface Strike {
  readonly state: string;
  readonly point: Point;
  readonly fault: StrikeFault;
  /** The call of the step that counts, such as `databases.promote` of a replica; null for a step that makes none. */
  readonly call: DecisiveCall | null;
}

/**
 * How many deliveries a fault strikes. A refusal stays until somebody mends it, and a crash comes again as a bug does:
 * with both the run has to get to its end. Throttling passes: with it the state is tried again, and the run goes on.
 */
export const STRIKES_AT_MOST: Readonly<Record<StrikeFault, number>> = {
  crash: Number.POSITIVE_INFINITY,
  'time-out': 1,
  throttle: 2,
  'access denied': Number.POSITIVE_INFINITY,
  'delivered twice': 1,
  'late answer': 1,
};

/** Whether a strike at a call hits this one. */
export function isHit({ point, call }: Strike, { what, subject }: Call, when: 'before' | 'after'): boolean {
  if (what !== call?.what || subject !== call.subject) return false;
  return point === (when === 'before' ? 'between check and call' : 'after the call');
}

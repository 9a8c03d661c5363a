import { type Instant, parseInstant } from '../instant.ts';
import { toSeconds } from '../measurement/interval.ts';
import type { RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';

export interface Phase {
  readonly name: string;
  readonly seconds: number;
}

export interface Split {
  readonly awsSeconds: number;
  readonly musterSeconds: number;
  readonly humanSeconds: number;
}

/** Time that passes while AWS promotes; the record cannot tell the polling in it from the promotion. */
const AWS_PHASES: ReadonlySet<string> = new Set(['promote', 'prove']);

/**
 * The recovery time cut into contiguous phases, from the earliest possible disruption to the latest possible recovery,
 * so that they add up to the reported seconds. A phase ends where its state ended; one whose end is not on record is
 * part of the next. What ended after the recovery took none of it.
 */
export function phasesOf(
  { disruption, firstWrite, recovery }: RunMeasurement,
  facts: RunFacts,
): readonly Phase[] {
  if (!disruption || !firstWrite || !recovery) return [];
  const ends: readonly (readonly [string, Instant | null])[] = [
    ['detect', detectedAt(facts)],
    ['declare', facts.enteredAt('DeclareFailover')],
    ['stop-jobs', facts.exitedAt('StopBackgroundJobs')],
    ['fence', facts.exitedAt('FenceOldPrimary')],
    ['promote', facts.exitedAt('PromoteReplica')],
    ['prove', facts.exitedAt('ProvePromotion')],
    ['switch', facts.exitedAt('SwitchTraffic')],
    ['first-write', firstWrite.high],
    ['verify', recovery.high],
  ];
  let from = disruption.low;
  const phases: Phase[] = [];
  for (const [name, end] of ends) {
    if (end === null) continue;
    const to = Math.min(Math.max(from, end), recovery.high);
    phases.push({ name, seconds: toSeconds(to - from) });
    from = to;
  }
  return phases;
}

/** The instant at which the plan's rule fired, on the heartbeat's clock; null when it never did. */
export function detectedAt(facts: RunFacts): Instant | null {
  const at = (facts.outcome('PollDetection') ?? facts.outcome('AwaitDetection'))?.at;
  return at ? parseInstant(at) : null;
}

/**
 * Whose time it was. aws: waiting for AWS inside promote and prove. human: 0, no person decides in this workflow yet.
 * muster: the rest from the detection on; the detection itself is the plan's window and nobody's.
 */
export function splitOf(phases: readonly Phase[]): Split {
  const micros = (isIn: (name: string) => boolean) =>
    phases.filter(({ name }) => isIn(name)).reduce((sum, { seconds }) => sum + Math.round(seconds * 1e6), 0);
  return {
    awsSeconds: toSeconds(micros((name) => AWS_PHASES.has(name))),
    musterSeconds: toSeconds(micros((name) => name !== 'detect' && !AWS_PHASES.has(name))),
    humanSeconds: 0,
  };
}

import type { Instant } from '../instant.ts';
import { longestDetectionSeconds } from '../ledger/detection-rule.ts';
import { covered } from '../measurement/covered.ts';
import { toSeconds } from '../measurement/interval.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import { awsWaits } from './aws-waits.ts';
import { declaredAt } from './declared-at.ts';
import { detectedAt } from './detected-at.ts';
import { humanWaits } from './human-waits.ts';
import type { RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';

export interface Phase {
  readonly name: string;
  readonly seconds: number;
  /** How much of it is shown to be waiting for AWS. */
  readonly awsSeconds: number;
}

export interface Split {
  readonly awsSeconds: number;
  readonly musterSeconds: number;
  readonly humanSeconds: number;
  readonly detectionSeconds: number;
}

/**
 * The recovery time cut into contiguous phases, from the earliest possible disruption to the latest possible recovery,
 * so that they add up to the reported seconds. A phase ends where its state ended; one whose end is not on record is
 * part of the next. What ended after the recovery took none of it.
 */
export function phasesOf(input: FailoverInput, run: RunMeasurement, facts: RunFacts): readonly Phase[] {
  const { disruption, firstWrite, recovery } = run;
  if (!disruption || !firstWrite || !recovery) return [];
  const ends: readonly (readonly [string, Instant | null])[] = [
    ['detect', detectedAt(facts)],
    ['declare', declaredAt(facts)],
    ['stop-jobs', facts.exitedAt('StopBackgroundJobs')],
    ['fence', facts.exitedAt('FenceOldPrimary')],
    ['promote', facts.exitedAt('PromoteReplica')],
    ['prove', facts.exitedAt('ProvePromotion')],
    ['switch', facts.exitedAt('SwitchTraffic')],
    ['first-write', firstWrite.high],
    ['verify', recovery.high],
  ];
  const waits = awsWaits(input, run, facts);
  let from = disruption.low;
  const phases: Phase[] = [];
  for (const [name, end] of ends) {
    if (end === null) continue;
    const to = Math.min(Math.max(from, end), recovery.high);
    const aws = name === 'detect' ? 0 : covered(waits, { low: from, high: to });
    phases.push({ name, seconds: toSeconds(to - from), awsSeconds: toSeconds(aws) });
    from = to;
  }
  return phases;
}

/**
 * Whose time it was; together the reported seconds. detection: from the earliest possible disruption until the plan's
 * rule fired, but no longer than it takes at most on a heartbeat that keeps its pace. aws: what is shown to be waiting
 * for AWS. human: what the engine waited for people's answers. muster: all the rest, so that what cannot be shown to be
 * another's is Muster's.
 */
export function splitOf(input: FailoverInput, run: RunMeasurement, facts: RunFacts): Split {
  const { disruption, recovery } = run;
  if (!disruption || !recovery) return NOBODYS;
  const fired = detectedAt(facts) ?? disruption.low;
  const detected = Math.min(Math.max(disruption.low, fired), recovery.high);
  const since = { low: detected, high: recovery.high };
  const people = humanWaits(facts);
  const human = covered(people, since);
  const aws = covered([...awsWaits(input, run, facts), ...people], since) - human;
  const longest = Math.round(longestDetectionSeconds(input.detect, input.heartbeat) * 1e6);
  const detection = Math.min(detected - disruption.low, longest);
  return {
    awsSeconds: toSeconds(aws),
    musterSeconds: toSeconds(recovery.high - disruption.low - detection - aws - human),
    humanSeconds: toSeconds(human),
    detectionSeconds: toSeconds(detection),
  };
}

const NOBODYS: Split = { awsSeconds: 0, musterSeconds: 0, humanSeconds: 0, detectionSeconds: 0 };

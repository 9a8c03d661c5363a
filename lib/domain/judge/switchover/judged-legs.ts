import { formatInstant } from '../../instant.ts';
import { greatest } from '../../measurement/greatest.ts';
import { type Interval, latestOf, toSeconds } from '../../measurement/interval.ts';
import type { Loss } from '../../measurement/loss.ts';
import type { TimedAttempt } from '../../measurement/timed-attempt.ts';
import type { StateName } from '../../record/outcomes.ts';
import type { SwitchoverInput } from '../../run/switchover-input.ts';
import type { SwitchoverJudgement } from '../../run/switchover-judgement.ts';
import type { MeasuredLeg, SwitchoverMeasurement } from './measure-switchover.ts';

type JudgedLeg = SwitchoverJudgement['legs'][number];

/** The legs in the judgement's shape. */
export function judgedLegs(input: SwitchoverInput, run: SwitchoverMeasurement): readonly JudgedLeg[] {
  const { rtoSeconds, withoutSecondCopySeconds } = input.objectives;
  return run.legs.map((leg) => {
    const { facts, refused, served } = leg;
    const drained = facts.outcome('DrainWriters')?.databases;
    const diverged = facts.outcome('SaveDivergedRows')?.databases;
    return {
      leg: facts.leg,
      from: facts.input.sites.primary.name,
      to: facts.input.sites.recovery.name,
      writersRefused: measureOf(leg.writersRefused, rtoSeconds),
      interrupted: measureOf(leg.interrupted, rtoSeconds),
      phases: [...phasesOf(leg)],
      refusedFrom: refused && formatInstant(refused.low),
      servedFrom: served && formatInstant(served.high),
      withoutSecondCopy: measureOf(leg.withoutSecondCopy, withoutSecondCopySeconds),
      heartbeats: countsOf(run, leg),
      drained: drained
        ? {
            endedIdle: sum(drained.map(({ endedIdle }) => endedIdle)),
            endedByForce: sum(drained.map(({ endedByForce }) => endedByForce)),
          }
        : null,
      divergedRows: diverged ? sum(diverged.map(({ saved }) => saved?.rows ?? 0)) : null,
    };
  });
}

/** `seconds` is the high bound: what is reported is never better than the truth. */
function measureOf(interval: Interval | null, targetSeconds: number): JudgedLeg['interrupted'] {
  if (!interval) return null;
  const [lowSeconds, highSeconds] = [toSeconds(interval.low), toSeconds(interval.high)];
  return { seconds: highSeconds, lowSeconds, highSeconds, targetSeconds };
}

/** The longer of the interruptions; null when one of them was not measured. */
export function worstInterruption(
  { objectives }: SwitchoverInput,
  { legs }: SwitchoverMeasurement,
): SwitchoverJudgement['rto'] {
  const known = legs.flatMap(({ interrupted }) => interrupted ?? []);
  return known.length < legs.length ? null : measureOf(latestOf(known), objectives.rtoSeconds);
}

/**
 * With nothing lost it is zero and not an interval: every acknowledged row was held against what is there. What was lost
 * is as old as it was when writers were refused next, or else when they last wrote.
 */
export function lossOf(input: SwitchoverInput, run: SwitchoverMeasurement): SwitchoverJudgement['rpo'] {
  if (run.databases.some(({ loss }) => !loss)) return null;
  const lost = run.databases.flatMap(({ loss }) => loss?.lost ?? []);
  const ends = run.legs.flatMap(({ refused }) => refused ?? []);
  const answers = run.databases.flatMap(({ attempts }) => attempts.map(({ answered }) => answered));
  const last = greatest(answers, 0);
  const ages = lost.map(({ sent }) => (ends.find(({ high }) => high >= sent)?.high ?? last) - sent);
  const highSeconds = toSeconds(greatest(ages, 0));
  return {
    seconds: highSeconds,
    lowSeconds: 0,
    highSeconds,
    targetSeconds: 0,
    intervalSeconds: input.heartbeat.intervalSeconds,
    heartbeats: countsOf(run, null),
  };
}

/** Of one leg, or of the whole run. */
function countsOf(
  { databases, legs }: SwitchoverMeasurement,
  only: MeasuredLeg | null,
): JudgedLeg['heartbeats'] {
  const own = only && new Set(only.databases.flatMap(({ attempts }) => attempts.map(keyOf)));
  const count = (of: (loss: Loss) => readonly TimedAttempt[]) =>
    sum(
      databases.map(({ loss }) => (loss ? of(loss).filter((one) => !own || own.has(keyOf(one))).length : 0)),
    );
  const split = (only ? [only] : legs).flatMap((leg) =>
    leg.databases.flatMap(({ splitBrain }) => splitBrain.writes),
  );
  return {
    acknowledged: count(({ acknowledged }) => acknowledged),
    lost: count(({ lost }) => lost),
    inDoubt: count(({ inDoubt }) => inDoubt),
    inDoubtSurvived: count(({ inDoubtSurvived }) => inDoubtSurvived),
    phantoms: sum(databases.map(({ loss }) => loss?.phantoms.length ?? 0)),
    splitBrain: split.length,
  };
}

/** Two databases may share a segment and a number, and no moment. */
function keyOf({ segment, seq, sent }: TimedAttempt): string {
  return `${segment}/${seq}/${sent}`;
}

const PHASES: readonly (readonly [string, StateName])[] = [
  ['drain', 'DrainWriters'],
  ['catch-up', 'AwaitCatchUp'],
  ['fence', 'FenceOldPrimary'],
  ['promote', 'PromoteReplica'],
  ['prove', 'ProvePromotion'],
  ['switch', 'SwitchTraffic'],
];

/** The time for which writers were refused, cut where its states ended; together they are its seconds. */
function phasesOf({ facts, refused, served }: MeasuredLeg): JudgedLeg['phases'] {
  if (!refused || !served) return [];
  const ends = [
    ...PHASES.map(([name, state]) => ({ name, end: facts.exitedAt(state) })),
    { name: 'first-write', end: served.high },
  ];
  let from = refused.low;
  return ends.flatMap(({ name, end }) => {
    if (end === null) return [];
    const to = Math.min(Math.max(from, end), served.high);
    const seconds = toSeconds(to - from);
    from = to;
    return [{ name, seconds }];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

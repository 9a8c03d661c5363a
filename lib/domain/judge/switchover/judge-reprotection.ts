import { parseInstant, secondsBetween } from '../../instant.ts';
import { againstObjective } from '../../measurement/against-objective.ts';
import { onAnyClock } from '../../measurement/clock-error.ts';
import { durationBetween, type Interval, notNegative } from '../../measurement/interval.ts';
import { attemptsOn } from '../../measurement/timed-attempt.ts';
import type { SwitchoverInput } from '../../run/switchover-input.ts';
import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { judgeFailure } from '../judge-drill.ts';
import { judgeHeld } from '../judge-hold.ts';
import { againstInWords, count, firstOf } from '../reason-words.ts';
import type { RunFacts } from '../run-facts.ts';
import { judgeNothingLostInPlace } from './judge-nothing-lost.ts';
import type { SwitchoverMeasurement } from './measure-switchover.ts';
import { switchoverStates } from './switchover-states.ts';

/**
 * What a re-protection came to: that clients never noticed, that nothing acknowledged meanwhile is lost, that the old
 * primary took no write, and since when there is a second copy.
 */
export function judgeReprotection(input: SwitchoverInput, run: SwitchoverMeasurement, facts: RunFacts) {
  const watched = judgeWatched(input, run, facts);
  return {
    drill: judgeDone(input, facts),
    rpo: judgeNothingLostInPlace(run),
    gap: watched,
    data: judgeServers(run, facts),
    protection: judgeSecondCopy(input, facts),
    hold: watched,
  };
}

function judgeDone(input: SwitchoverInput, facts: RunFacts): Finding {
  const incomplete = switchoverStates(input).filter((state) => facts.exitedAt(state) === null);
  const refused = (facts.outcome('SecureOldPrimary')?.checks ?? []).filter(({ passed }) => !passed);
  const findings = [
    ...judgeFailure(facts),
    ...refused.map(({ name, subject, seen, limit }) =>
      inconclusive(`${name} of ${subject}: saw ${seen}; expected ${limit}`),
    ),
    ...(incomplete.length ? [inconclusive(`not run to the end: ${firstOf(incomplete)}`)] : []),
  ];
  return findings.length ? worstOf(findings) : met('every state ran to its end');
}

/** From the moment at which the old primary was secured to the end, by the plan's own rule of detection. */
function judgeWatched(input: SwitchoverInput, run: SwitchoverMeasurement, facts: RunFacts): Finding {
  const promoted = facts.outcome('SecureOldPrimary')?.databases ?? [];
  const databases = run.databases.map(({ id, attempts }) => {
    return { id, attempts, server: promoted.find((one) => one.id === id)?.promoted.server ?? null };
  });
  const [from, to] = [facts.exitedAt('SecureOldPrimary'), facts.enteredAt('StopHeartbeat')];
  return judgeHeld(input, facts, { databases, from, to });
}

function judgeServers(run: SwitchoverMeasurement, facts: RunFacts): Finding {
  const secured = facts.outcome('SecureOldPrimary');
  if (!secured) return inconclusive('nobody looked at how the failover has left the roles');
  return worstOf([
    ...secured.databases.flatMap(({ id, promoted }) => {
      const last = run.databases.find((one) => one.id === id)?.recovered?.server;
      if (!last) return [inconclusive(`the primary of ${id} was never read at the end`)];
      if (last.inRecovery) return [missed(`the primary of ${id} is in recovery`)];
      if (last.systemIdentifier !== promoted.systemIdentifier || last.server !== promoted.server)
        return [missed(`the primary of ${id} at the end is not the one of the start`)];
      return [met(`${id} is the same server, on timeline ${last.timeline}`)];
    }),
    ...run.databases.map(({ id }) => judgeOld(id, facts)),
    judgeSaved(facts),
  ]);
}

/** The stale writer goes straight to the old primary, all the time. */
function judgeOld(id: string, facts: RunFacts): Finding {
  const fencedAt = facts.exitedAt('SecureOldPrimary');
  if (fencedAt === null) return inconclusive(`it is not known whether the old primary of ${id} was fenced`);
  const tried = attemptsOn(id, facts.stale).filter(({ sent }) => sent > fencedAt);
  const written = tried.filter(({ outcome }) => outcome === 'acknowledged');
  if (written.length > 0)
    return missed(`${count(written.length, 'write')} acknowledged by the old primary of ${id}`);
  if (tried.length === 0) return inconclusive(`nobody tried to write to the old primary of ${id}`);
  return met(`the old primary of ${id} refused ${count(tried.length, 'write')}`);
}

/** What the old primary alone holds is the failover's loss, and not this run's: here it has to be found and saved. */
function judgeSaved(facts: RunFacts): Finding {
  const looked = facts.outcome('SaveDivergedRows')?.databases;
  if (!looked) return inconclusive('what the old primary alone holds was not looked at');
  const rows = looked.reduce((sum, { saved }) => sum + (saved?.rows ?? 0), 0);
  return met(rows === 0 ? 'no row differs' : `${count(rows, 'row')} that differ are saved`);
}

function judgeSecondCopy(input: SwitchoverInput, facts: RunFacts): Finding {
  const target = input.objectives.withoutSecondCopySeconds;
  if (input.reprotection?.stage === 'report')
    return inconclusive('this run was to report only: there is no second copy yet');
  const copied = copiedAt(facts);
  if (copied === null) return inconclusive('no second copy is known of');
  const alone = aloneFor(input, copied);
  if (!alone) {
    const took = secondsBetween(facts.enteredAt('AcquireLock') ?? copied, copied);
    return inconclusive(
      `there is a second copy ${took.toFixed(0)} s after this run began; when the failover promoted is not on record`,
    );
  }
  const words = againstInWords(alone, target);
  return { verdict: againstObjective(alone, target), reason: `there was no second copy for ${words}` };
}

/** When the last of the databases had one; null while one of them has none. */
export function copiedAt(facts: RunFacts): number | null {
  const [wanted, copied] = [facts.outcome('DiscoverDatabases'), facts.outcome('AwaitReplica')];
  if (!wanted || !copied || copied.databases.length < wanted.databases.length) return null;
  return Math.max(...copied.databases.map(({ secondCopyAt }) => parseInstant(secondCopyAt)));
}

/** From the promotion of the failover on; null where that is not on record. */
export function aloneFor({ reprotection }: SwitchoverInput, copied: number): Interval | null {
  if (!reprotection?.promotedAt) return null;
  const from = parseInstant(reprotection.promotedAt);
  return notNegative(durationBetween(onAnyClock({ low: from, high: from }), { low: copied, high: copied }));
}

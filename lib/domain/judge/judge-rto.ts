import { againstObjective } from '../measurement/against-objective.ts';
import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import { toSeconds } from '../measurement/interval.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import { type Finding, inconclusive, met, missed, worstOf } from './finding.ts';
import { judgeService } from './judge-service.ts';
import type { MeasuredService, RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';
import { distrust, distrustClocks } from './distrust.ts';
import { againstInWords, firstOf } from './reason-words.ts';
import { durationWords } from './duration-words.ts';

/** The recovery time against the plan's objective, and that of each required service against its own. */
export function judgeRto(input: FailoverInput, run: RunMeasurement, facts: RunFacts): Finding {
  const unseen = run.databases.filter(({ outage }) => !outage);
  const doubts = run.databases.flatMap(distrust);
  const findings = [
    ...unseen.map(({ id }) => inconclusive(`the probe of ${id} never saw an outage`)),
    ...doubts,
    ...run.databases.flatMap(servedTwice),
    ...distrustClocks(run.clocks),
    ...missingHealth(facts),
  ];
  // Nothing that was measured is relied on from here: a missed objective would be as unproven as a met one.
  if (findings.length > 0) return worstOf(findings);
  const required = run.services.filter(({ service }) => service.required);
  const late = required.map(judgeService).filter(({ verdict }) => verdict !== 'met');
  return worstOf([judgeOverall(input, run), ...late]);
}

/** Between its return and the switch clients were served for a while: how long they were not is more than one number. */
function servedTwice({ id, servedAgain }: DatabaseMeasurement): readonly Finding[] {
  if (servedAgain === 0) return [];
  const seen = `${servedAgain} ${servedAgain === 1 ? 'heartbeat' : 'heartbeats'} of ${id}`;
  return [
    inconclusive(`the old primary came back after its loss was detected, and acknowledged ${seen} again`),
  ];
}

function missingHealth(facts: RunFacts): readonly Finding[] {
  const missing = facts
    .outcome('ExportRun')
    ?.missingLedgerSegments.filter((name) => name.startsWith('health/'));
  return missing?.length ? [inconclusive(`health checks are missing: ${firstOf(missing)}`)] : [];
}

function judgeOverall({ objectives }: FailoverInput, run: RunMeasurement): Finding {
  const { rto, databases } = run;
  if (!rto) return neverRecovered(run, objectives.rtoSeconds);
  const verdict = againstObjective(rto, objectives.rtoSeconds);
  const reason = `recovered after ${againstInWords(rto, objectives.rtoSeconds)}`;
  // Bounds that are too wide still bound: what is missed for certain stays missed.
  const wide = databases.map(({ width }) => width).filter((width) => width !== null);
  if (verdict === 'missed') return missed(reason);
  if (wide.length > 0) return inconclusive(firstOf(wide));
  return verdict === 'met' ? met(reason) : inconclusive(`${reason}, which the measured interval straddles`);
}

function neverRecovered(
  { databases, services, disruption }: RunMeasurement,
  objectiveSeconds: number,
): Finding {
  const who = [
    ...databases.filter(({ recovery }) => !recovery).map(({ id }) => `database ${id}`),
    ...services.filter(isDown).map(({ service }) => `service ${service.name}`),
  ].join(', ');
  const seconds = toSeconds(observedEnd(databases) - (disruption?.high ?? 0));
  const reason = `${who} did not recover in the ${durationWords(seconds)} that were observed after the disruption`;
  return seconds > objectiveSeconds
    ? missed(`${reason}; the objective is ${durationWords(objectiveSeconds)}`)
    : inconclusive(reason);
}

function isDown({ service, recovery }: MeasuredService): boolean {
  return service.required && recovery === null;
}

/** The last attempt's sending, of the series that ended first: later nobody looked. */
function observedEnd(databases: readonly DatabaseMeasurement[]): number {
  return Math.min(...databases.map(({ attempts }) => attempts.at(-1)?.sent ?? 0));
}

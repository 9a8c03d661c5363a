import { formatInstant } from '../../../lib/domain/instant.ts';
import type { RunMeasurement } from '../../../lib/domain/judge/measure-run.ts';
import { type Interval, toSeconds } from '../../../lib/domain/measurement/interval.ts';
import type { FailoverJudgement } from '../../../lib/domain/run/failover-judgement.ts';
import { doorBreaches } from './door-breaches.ts';
import type { MeasuredRun } from './read-run.ts';
import type { Truth } from './truth.ts';

/**
 * Where a report is better than the truth, or its intervals leave the truth out; a sentence each, none when all is
 * well. The truth comes from the sandbox alone: the instant at which the network was cut, how far each server's WAL had
 * crossed by then, and when the doors began to lead clients to the other site.
 */
export function truthBreaches(
  truth: Truth,
  { input, measurement }: Pick<MeasuredRun, 'input' | 'measurement'>,
  { rto, rpo }: Pick<FailoverJudgement, 'rto' | 'rpo'>,
): readonly string[] {
  const { disruption, recovery, databases } = measurement;
  if (!disruption || !recovery || !rto || !rpo) return ['no outage was measured'];
  return [
    ...outside('the loss of the region', truth.lostAt, disruption),
    ...doorBreaches(truth, measurement),
    ...rtoBreaches(truth, measurement, rto),
    ...input.databases.flatMap(({ id, primary }) =>
      walBreaches(
        truth,
        primary.instance,
        databases.find((database) => database.id === id),
      ),
    ),
  ];
}

function outside(what: string, instant: number, { low, high }: Interval): readonly string[] {
  if (low <= instant && instant <= high) return [];
  return [
    `${what} at ${formatInstant(instant)} is outside of ${formatInstant(low)} to ${formatInstant(high)}`,
  ];
}

/**
 * The outage lasted for longer than until the last database's door led its clients elsewhere: until then all of them
 * were sent to a site that was gone. It is not known to have lasted for longer than that, unless a required service
 * kept failing.
 */
function rtoBreaches(
  { lostAt, ledElsewhere }: Truth,
  { services }: RunMeasurement,
  rto: NonNullable<FailoverJudgement['rto']>,
): readonly string[] {
  if (ledElsewhere.database.size === 0) return [];
  const led = Math.max(...ledElsewhere.database.values());
  const required = services.filter(({ service }) => service.required);
  const latest = Math.max(led, ...required.map(({ recovery }) => recovery?.low ?? 0));
  const longer = toSeconds(led - lostAt);
  const known = toSeconds(latest - lostAt);
  return [
    ...(rto.seconds <= longer
      ? [`an RTO of ${rto.seconds} s is better than the truth, which is more than ${longer} s`]
      : []),
    ...(rto.lowSeconds > known
      ? [`an RTO of at least ${rto.lowSeconds} s leaves out the truth, which may be ${known} s`]
      : []),
  ];
}

/** All WAL crossed: nothing can be lost. A row counted as lost must have been in WAL that had not crossed. */
function walBreaches(
  { wal }: Truth,
  instance: string,
  database: RunMeasurement['databases'][number] | undefined,
): readonly string[] {
  const { receivedLsn = null, onDiskLsn = null } = wal.get(instance) ?? {};
  const lost = database?.loss?.lost.length ?? 0;
  if (receivedLsn === null || onDiskLsn === null) return [];
  return lost > 0 && onDiskLsn <= receivedLsn
    ? [`${lost} heartbeats of ${database?.id} are reported lost, though all WAL had crossed`]
    : [];
}

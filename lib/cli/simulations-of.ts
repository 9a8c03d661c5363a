import type { FailoverInput } from '../domain/run/failover-input.ts';
import type { RunKind } from '../domain/run/run-parts.ts';
import { takesSamples } from '../domain/run/takes-samples.ts';
import { AWS_TIMINGS, type AwsTiming } from '../sandbox/aws-timings.ts';
import type { Delays, Timing } from '../sandbox/sandbox-config.ts';
import { timingWords } from './timing.ts';

type Simulations = FailoverInput['simulations'];

interface Simulated {
  readonly timing: Timing;
  readonly delays: Delays;
}

/**
 * What a sandbox does otherwise than AWS, for the report of a kind of drill: its values beside AWS's, and where those are
 * from. A drill of data promotes nothing, and leads no clients.
 */
export function simulationsOf({ timing, delays }: Simulated, kind: RunKind): Simulations {
  const isDrawn = timing.name !== 'none';
  return [
    ...(isDrawn ? [timingItself(timing)] : []),
    ...(takesSamples(kind) ? timesOfMove(isDrawn, delays) : []),
    ...(isDrawn ? [drawn(AWS_TIMINGS.backingUp, delays.backupMs)] : []),
    NETWORK,
    ...(takesSamples(kind) ? [CLIENTS] : []),
  ];
}

const NETWORK = {
  name: 'network',
  here: 'loopback, both regions on one machine',
  aws: 'tens of milliseconds between regions',
} as const;

const CLIENTS = {
  name: 'clients',
  here: 'one heartbeat writer and small test services',
  aws: 'the real clients of the service',
} as const;

function timingItself(timing: Timing): Simulations[number] {
  return {
    name: 'timing',
    here: `drawn as below; the same again with ${timingWords(timing)}`,
    aws: 'AWS publishes no distribution: medians and percentiles are assumptions, and no forecast',
  };
}

function timesOfMove(isDrawn: boolean, delays: Delays): Simulations {
  if (!isDrawn) return ownTimes(delays);
  return [
    drawn(AWS_TIMINGS.staleStatus, delays.staleStatusMs),
    drawn(AWS_TIMINGS.modifying, delays.promotionMs - delays.staleStatusMs),
    drawn(AWS_TIMINGS.rebooting, delays.rebootMs),
    {
      name: 'health check of the traffic switch',
      here: `every ${inSeconds(delays.switchHealthCheckMs)}, ${delays.switchThreshold} in a row`,
      aws: 'Route 53: interval 10 or 30 s, threshold 1 to 10, 3 by default (Developer Guide, health checks); many checkers, of which a share has to agree',
    },
    {
      name: 'time to live of the DNS record',
      here: `${inSeconds(delays.dnsTtlMs)}; all clients of a door share one resolver`,
      aws: '60 or 120 s is a common choice (Application Recovery Controller, best practices); some resolvers keep longer',
    },
  ];
}

function ownTimes(delays: Delays): Simulations {
  return [
    {
      name: 'promotion after the API call',
      here: `${inSeconds(delays.promotionMs + delays.rebootMs)}, then the server promotes at once`,
      aws: 'RDS reboots the instance: minutes',
    },
    {
      name: 'health check of the traffic switch',
      here: `every ${delays.switchHealthCheckMs} ms, no DNS`,
      aws: 'Route 53: interval × failure threshold, then the TTL of the record',
    },
  ];
}

function drawn(
  { what, drawn: { medianSeconds, p90Seconds }, source, says }: AwsTiming,
  milliseconds: number,
) {
  return {
    name: what,
    here: inSeconds(milliseconds),
    aws: `assumed: median ${medianSeconds} s, 9 of 10 within ${p90Seconds} s; ${source}: ${says}`,
  };
}

function inSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds) / 1000} s`;
}

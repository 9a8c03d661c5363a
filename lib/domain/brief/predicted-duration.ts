import * as z from 'zod';
import { Scope } from '../run/run-parts.ts';
import { type Fact, known, unknown } from './fact.ts';
import type { FormerFailover } from './former-failover.ts';

const MOST_RUNS = 5;

/** How long a failover takes by what former ones took: medians, and the slowest of them. */
export const PredictedDuration = z.object({
  runs: z.int().positive(),
  scopes: z.array(Scope),
  /** From the start to the declaration; null where no record says it. */
  prepareSeconds: z.number().nullable(),
  /** From the declaration until the services answer. Detection is over when somebody reads this. */
  recoverSeconds: z.number(),
  slowestRecoverSeconds: z.number(),
  /** Of recoverSeconds, what is shown to be waiting for AWS. */
  awsSeconds: z.number(),
  phases: z.array(z.object({ name: z.string(), seconds: z.number() })),
});

export type PredictedDuration = z.infer<typeof PredictedDuration>;

/** Learns from the newest former failovers of which phases are known; they come newest first. */
export function predictedDuration(former: readonly FormerFailover[]): Fact<PredictedDuration> {
  const learned = former.filter(({ phases }) => phases.length > 0).slice(0, MOST_RUNS);
  if (learned.length === 0) return unknown('no run to learn from');
  const recoveries = learned.map(({ phases }) => phases.filter(({ name }) => name !== 'detect'));
  const names = [...new Set(recoveries.flat().map(({ name }) => name))];
  const totals = recoveries.map((phases) => sum(phases.map(({ seconds }) => seconds)));
  const prepared = learned.flatMap(({ prepareSeconds }) => prepareSeconds ?? []);
  return known({
    runs: learned.length,
    scopes: [...new Set(learned.map(({ scope }) => scope))],
    prepareSeconds: prepared.length > 0 ? median(prepared) : null,
    recoverSeconds: median(totals),
    slowestRecoverSeconds: Math.max(...totals),
    awsSeconds: median(recoveries.map((phases) => sum(phases.map(({ awsSeconds }) => awsSeconds)))),
    phases: names.map((name) => ({
      name,
      seconds: median(recoveries.flat().flatMap((phase) => (phase.name === name ? phase.seconds : []))),
    })),
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';
import { Gate } from './gate.ts';

/** What one look at a plan's gates came to, as it is printed and kept. */
export const PreflightResult = z.object({
  schemaVersion,
  kind: z.literal('preflight'),
  plan: z.string(),
  planSha256: z.string(),
  at: instantText,
  result: Gate.shape.result,
  gates: z.array(Gate),
  notAsked: z.array(z.string()),
});

export type PreflightResult = z.infer<typeof PreflightResult>;

/** Worst first. What could not be asked is worse than a warning: it may hide anything. */
const ORDER: readonly Gate['result'][] = ['blocked', 'unknown', 'warned', 'passed'];

/** What all gates come to: the worst of them; without any, nothing was asked. */
export function worstOf(gates: readonly Pick<Gate, 'result'>[]): Gate['result'] {
  return ORDER.find((result) => gates.some((one) => one.result === result)) ?? 'unknown';
}

/** Names of results in the recovery site's bucket, in the order of time. */
export const preflightKeys = {
  results: (plan: string) => `preflight/${plan}/`,
  result: ({ plan, at }: Pick<PreflightResult, 'plan' | 'at'>) =>
    `preflight/${plan}/${at.replaceAll(/[-:]/g, '')}.json`,
} as const;

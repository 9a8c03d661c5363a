import { BucketMissing, BucketRefused } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import { canaryKey } from '../domain/inventory/canary-keys.ts';
import type { SentCanaryEntry } from '../domain/record/bucket-outcomes.ts';
import { BucketsInput, sidesOf } from '../domain/run/bucket-sides.ts';
import type { BucketPair } from '../domain/run/run-parts.ts';
import type { Buckets } from '../ports/buckets.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface SendCanaryPorts extends StepPorts {
  readonly buckets: Buckets;
}

/**
 * Writes one small object of this run into the primary bucket of every pair. An attempt that is made again writes a
 * version more, and the last one counts: what is asked of a canary is that one version's way.
 * @throws RegionUnreachable, ThrottledUnknown, GenerationSuperseded
 */
export function makeSendCanary(ports: SendCanaryPorts) {
  return makeStep(ports, {
    state: 'SendCanary',
    input: BucketsInput,
    intent: ({ run }) =>
      run.buckets.length === 0
        ? null
        : { objects: run.buckets.map(({ id, primary }) => `${primary}/${canaryKey(run.run, id)}`) },
    act: async ({ run }) => {
      const sent = await Promise.all(run.buckets.map((pair) => send(ports, run, pair)));
      return {
        canaries: sent.flatMap((one) => ('key' in one ? [one] : [])),
        refused: sent.flatMap((one) => ('problem' in one ? [one] : [])),
      };
    },
  });
}

async function send(
  { buckets }: SendCanaryPorts,
  run: BucketsInput,
  pair: BucketPair,
): Promise<SentCanaryEntry | { readonly id: string; readonly problem: string }> {
  const { id } = pair;
  const key = canaryKey(run.run, id);
  try {
    const canary = await buckets.putCanary({
      ...sidesOf(run, pair).primary,
      key,
      run: run.run,
      text: `Written by run ${run.run} to see when it arrives; removed when the run ends.\n`,
    });
    const { versionId, size, checksum, sentAt, acknowledgedAt } = canary;
    return {
      id,
      key,
      versionId,
      size,
      checksum: checksum && { ...checksum },
      sentAt: formatInstant(sentAt),
      acknowledgedAt: formatInstant(acknowledgedAt),
    };
  } catch (error) {
    if (error instanceof BucketMissing || error instanceof BucketRefused) return { id, problem: error.seen };
    throw error;
  }
}

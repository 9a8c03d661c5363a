import { BucketMissing, MusterFailure } from '../domain/failure.ts';
import { canaryKey } from '../domain/inventory/canary-keys.ts';
import type { RemovedCanary } from '../domain/record/bucket-outcomes.ts';
import { BucketsInput, sidesOf } from '../domain/run/bucket-sides.ts';
import type { BucketPair } from '../domain/run/run-parts.ts';
import type { Buckets, ObjectRef } from '../ports/buckets.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

/** How long the replica is looked at where a copy was still due: it may land behind the removal of its source. */
const LANDING_MS = 10_000;
const POLL_MS = 500;

export interface RemoveCanaryPorts extends StepPorts {
  readonly buckets: Buckets;
}

type Removed = RemovedCanary['primary'];

/**
 * Removes every version of the run's canaries on both sides, the source's first, and looks whether they are gone. What
 * could not be removed is an answer: this step stands in the way of every Catch. Idempotent, also where none was sent.
 * @throws GenerationSuperseded
 */
export function makeRemoveCanary(ports: RemoveCanaryPorts) {
  return makeStep(ports, {
    state: 'RemoveCanary',
    removesOwn: true,
    input: BucketsInput,
    intent: ({ run }) =>
      run.buckets.length === 0
        ? null
        : { keys: run.buckets.map(({ id }) => canaryKey(run.run, id)), buckets: [...run.buckets] },
    act: async ({ run }) => ({
      buckets: await Promise.all(run.buckets.map((pair) => removeBoth(ports, run, pair))),
    }),
  });
}

async function removeBoth(
  ports: RemoveCanaryPorts,
  run: BucketsInput,
  pair: BucketPair,
): Promise<RemovedCanary> {
  const key = canaryKey(run.run, pair.id);
  const sides = sidesOf(run, pair);
  const source = { ...sides.primary, key };
  const wasPending = await isPending(ports.buckets, source);
  const primary = await remove(ports.buckets, source);
  let removed = 0;
  const replica = await lookUntil(ports.clock, {
    look: async () => {
      const seen = await remove(ports.buckets, { ...sides.replica, key });
      removed += seen.removed;
      return seen;
    },
    enough: (seen) => !wasPending || removed > 0 || seen.problem !== null,
    deadline: ports.clock.now() + LANDING_MS * 1000,
    everyMs: POLL_MS,
  });
  return { id: pair.id, key, wasPending, primary, replica: { ...replica, removed } };
}

async function isPending(buckets: Buckets, source: ObjectRef): Promise<boolean> {
  try {
    return (await buckets.head(source))?.replicationStatus === 'PENDING';
  } catch (error) {
    if (error instanceof MusterFailure) return false;
    throw error;
  }
}

/** A bucket that is gone holds no canary. */
async function remove(buckets: Buckets, ref: ObjectRef): Promise<Removed> {
  try {
    const { removed, left } = await buckets.removeVersions(ref);
    return { removed, left, problem: null };
  } catch (error) {
    if (error instanceof BucketMissing) return { removed: 0, left: 0, problem: null };
    if (error instanceof MusterFailure) return { removed: 0, left: 0, problem: error.message };
    throw error;
  }
}

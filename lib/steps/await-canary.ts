import * as z from 'zod';
import {
  BucketMissing,
  BucketRefused,
  CanaryPending,
  RegionUnreachable,
  ThrottledUnknown,
} from '../domain/failure.ts';
import { type Instant, parseInstant, secondsBetween } from '../domain/instant.ts';
import { isSettled, sightCanary, unsighted } from '../domain/inventory/sight-canary.ts';
import {
  AwaitCanaryOutcome,
  type CanarySighting,
  type SentCanaryEntry,
} from '../domain/record/bucket-outcomes.ts';
import { BucketsInput, sidesOf } from '../domain/run/bucket-sides.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Buckets } from '../ports/buckets.ts';
import type { Objects } from '../ports/objects.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

/** How long one call watches; after it the workflow retries, so that no handler waits for a quarter of an hour. */
const WATCH_MS = 60_000;
/** Time between looks, as a share of how long the canary has been on its way: the error of what is measured. */
const POLL = { leastMs: 50, share: 0.02, mostMs: 5_000 };
/** S3 gives an object its status with its write: one that has none for so long is covered by no rule. */
const STATUS_WITHIN_SECONDS = 30;

const AwaitCanaryInput = z.object({
  ...BucketsInput.shape,
  canaryTimeoutSeconds: z.number().positive(),
});
type Context = StepContext<z.infer<typeof AwaitCanaryInput>>;

export interface AwaitCanaryPorts extends StepPorts {
  readonly buckets: Buckets;
  readonly objects: Objects;
}

/**
 * Waits until every canary stands on its replica, the same in version, size and checksum, and its source says that it
 * was replicated. One that is late, or that never will come, is an answer. What calls before have seen is kept beside
 * the run, so that a canary that came early is not taken for one that came with the last retry.
 * @throws CanaryPending (to be retried) while one is on its way within its time
 */
export function makeAwaitCanary(ports: AwaitCanaryPorts) {
  return makeStep(ports, {
    state: 'AwaitCanary',
    input: AwaitCanaryInput,
    act: async (context) => {
      const key = runKeys.canary(context.run.run);
      const before = await ports.objects.get(key);
      const known = before ? AwaitCanaryOutcome.parse(JSON.parse(before.text)).canaries : [];
      const watched = await Promise.all(
        context.seen('SendCanary').canaries.map((canary) => {
          const sighting = known.find(({ id }) => id === canary.id) ?? unsighted(canary.id);
          return watch(ports, context, { canary, sighting });
        }),
      );
      const canaries = watched.map(({ sighting }) => sighting);
      const pending = watched.filter((one) => one.isPending);
      if (pending.length === 0) return { canaries };
      await ports.objects.put(key, JSON.stringify({ canaries }));
      throw new CanaryPending({
        subject: pending.map(({ sighting }) => sighting.id).join(', '),
        seen: `no canary on the replica, or none that is replicated, after ${WATCH_MS / 1000} s of watching`,
        limit: `one within ${context.run.canaryTimeoutSeconds} s of its writing`,
      });
    },
  });
}

interface Watch {
  readonly canary: SentCanaryEntry;
  readonly sighting: CanarySighting;
}

async function watch(
  ports: AwaitCanaryPorts,
  context: Context,
  { canary, sighting: known }: Watch,
): Promise<{ readonly sighting: CanarySighting; readonly isPending: boolean }> {
  const acknowledged = parseInstant(canary.acknowledgedAt);
  const deadline = acknowledged + context.run.canaryTimeoutSeconds * 1e6;
  const watchedFrom = ports.clock.now();
  for (let sighting = known; ; ) {
    if (isSettled(sighting)) return { sighting, isPending: false };
    const began = ports.clock.now();
    sighting = await look(ports, context, { canary, sighting });
    // The last look begins behind the deadline: only then was the canary seen to be late.
    const isOver = began > deadline || hasNoRule(sighting, acknowledged);
    if (isOver || isSettled(sighting)) return { sighting, isPending: false };
    const now = ports.clock.now();
    if (now - watchedFrom > WATCH_MS * 1000) return { sighting, isPending: true };
    const dueMs = Math.min(POLL.mostMs, Math.max(POLL.leastMs, ((now - acknowledged) / 1000) * POLL.share));
    await ports.clock.sleep(Math.min(dueMs, Math.max(1, (deadline - now) / 1000 + 1)));
  }
}

/** A region or an API that is silent for a moment has said nothing: it is asked again with the next look. */
async function look(ports: AwaitCanaryPorts, { run }: Context, { canary, sighting }: Watch) {
  const pair = run.buckets.find(({ id }) => id === canary.id);
  if (!pair) return { ...sighting, problem: 'its buckets are not in the plan' };
  const sides = sidesOf(run, pair);
  const began = ports.clock.now();
  try {
    const [source, replica] = await Promise.all([
      ports.buckets.head({ ...sides.primary, key: canary.key }),
      ports.buckets.head({ ...sides.replica, key: canary.key }),
    ]);
    return sightCanary(canary, sighting, { source, replica, began, answered: ports.clock.now() });
  } catch (error) {
    if (error instanceof ThrottledUnknown || error instanceof RegionUnreachable) return sighting;
    if (error instanceof BucketRefused || error instanceof BucketMissing)
      return { ...sighting, problem: error.seen };
    throw error;
  }
}

function hasNoRule({ sourceStatus, seenAt, lookedAt }: CanarySighting, acknowledged: Instant): boolean {
  if (sourceStatus !== null || seenAt !== null || lookedAt === null) return false;
  return secondsBetween(acknowledged, parseInstant(lookedAt)) > STATUS_WITHIN_SECONDS;
}

import type { OutcomeOf, StateName } from '../../lib/domain/record/outcomes.ts';
import { type BucketContents, CHECKSUM, makeFakeBuckets, PAIR } from './fake-buckets.ts';
import { runInput } from './run-input.ts';
import { stepEvent } from './step-event.ts';
import { makeStepWorld } from './step-world.ts';

/** A step's world with two buckets in it. */
export function makeBucketWorld(contents: BucketContents = {}) {
  const world = makeStepWorld();
  return { ...world, buckets: makeFakeBuckets(world.journal, contents) };
}

/** The event of a step that looks at buckets, of a run on one pair of them. */
export function bucketEvent(
  state: string,
  outcomes: { readonly [S in StateName]?: OutcomeOf<S> } = {},
  more: object = {},
) {
  return {
    ...stepEvent(state, outcomes),
    run: { ...runInput(), buckets: [PAIR], canaryTimeoutSeconds: 900, ...more },
  };
}

export const CANARY_KEY = 'muster-canary/run-1/documents';

/** A canary that was written at noon. */
export const SENT: OutcomeOf<'SendCanary'> = {
  canaries: [
    {
      id: 'documents',
      key: CANARY_KEY,
      versionId: 'v1',
      size: 100,
      checksum: CHECKSUM,
      sentAt: '2026-03-01T12:00:00.000000Z',
      acknowledgedAt: '2026-03-01T12:00:00.005000Z',
    },
  ],
  refused: [],
};

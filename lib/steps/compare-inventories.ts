import * as z from 'zod';
import { BucketMissing, BucketRefused, InventoryPending } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import { isCanaryKey } from '../domain/inventory/canary-keys.ts';
import { compareInventories, unreadSlice } from '../domain/inventory/compare-inventories.ts';
import { InventoryLine } from '../domain/inventory/inventory-line.ts';
import type { SliceRef } from '../domain/inventory/inventory-tally.ts';
import { keptKeys } from '../domain/inventory/kept-keys.ts';
import type { ListedPage } from '../domain/inventory/listed-object.ts';
import { BucketsInput, sidesOf } from '../domain/run/bucket-sides.ts';
import type { BucketPair } from '../domain/run/run-parts.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { seconds } from '../domain/stored.ts';
import type { Buckets } from '../ports/buckets.ts';
import type { Objects } from '../ports/objects.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { writeRaw } from './step/raw-files.ts';

const FILE = 'inventory.ndjson';
/** What one call compares at most, well within the time that a function has. */
const COMPARE_WITHIN_MS = 200_000;
/** Per slice, so that what a slice leaves is small however much differs. */
const MOST_NAMED = 100;
const MOST_LOOKS = 1_000;
/** Within which S3 replicates nearly everything (docs.aws.amazon.com, S3 Replication Time Control). */
const GRACE_SECONDS = 900;

const CompareInventoriesInput = z.object({
  ...BucketsInput.shape,
  inventoryGraceSeconds: seconds.default(GRACE_SECONDS),
});
type Context = StepContext<z.infer<typeof CompareInventoriesInput>>;

export interface CompareInventoriesPorts extends StepPorts {
  readonly buckets: Buckets;
  readonly objects: Objects;
}

/**
 * Compares what the two buckets of every pair hold, key by key. A call that has no time for more leaves what it has
 * compared as a slice, and the next one goes on behind its last key. Changes nothing but the run's own lines.
 * @throws InventoryPending (to be retried) while keys are left, RegionUnreachable, ThrottledUnknown
 */
export function makeCompareInventories(ports: CompareInventoriesPorts) {
  return makeStep(ports, {
    state: 'CompareInventories',
    input: CompareInventoriesInput,
    act: async (context) => {
      const deadline = ports.clock.now() + COMPARE_WITHIN_MS * 1000;
      const buckets = await Promise.all(
        context.run.buckets.map((pair) => continueInventory(ports, context, { pair, deadline })),
      );
      const left = buckets.filter(({ through }) => through !== null);
      if (left.length === 0) return { buckets: buckets.map(({ id, slices }) => ({ id, slices })) };
      throw new InventoryPending({
        subject: left.map(({ id }) => id).join(', '),
        seen: `keys behind ${left.map(({ through }) => `"${through}"`).join(', ')}`,
        limit: `all keys compared within ${COMPARE_WITHIN_MS / 1000} s`,
      });
    },
  });
}

interface Task {
  readonly pair: BucketPair;
  readonly deadline: Instant;
}

async function continueInventory(ports: CompareInventoriesPorts, context: Context, { pair, deadline }: Task) {
  const { id } = pair;
  const before = await sliceBefore(ports.objects, context.run.run, id);
  const slices = (before?.slice ?? -1) + 1;
  if (before && before.through === null) return { id, slices, through: null };
  const slice = { bucket: id, slice: slices, after: before?.through ?? null };
  const lines = await compareSlice(ports, context, { pair, deadline, slice });
  await writeRaw(ports.objects, { run: context.run.run, file: FILE, part: partOf(slice) }, lines);
  return { id, slices: slices + 1, through: endOf(lines)?.through ?? null };
}

/** Parts are joined in the order of their names. */
function partOf({ bucket, slice }: SliceRef): string {
  return `${bucket}/${String(slice).padStart(6, '0')}`;
}

async function sliceBefore(objects: Objects, run: string, bucket: string) {
  const keys = await objects.list(`${runKeys.raw(run, FILE)}${bucket}/`);
  const last = keys.at(-1);
  const text = last === undefined ? null : (await objects.get(last))?.text;
  if (!text) return null;
  return endOf(
    text
      .trimEnd()
      .split('\n')
      .map((line) => InventoryLine.parse(JSON.parse(line))),
  );
}

function endOf(lines: readonly InventoryLine[]) {
  return lines.find((line) => line.line === 'end') ?? null;
}

async function compareSlice(
  { buckets, clock }: CompareInventoriesPorts,
  { run }: Context,
  { pair, deadline, slice }: Task & { readonly slice: SliceRef },
): Promise<readonly InventoryLine[]> {
  const sides = sidesOf(run, pair);
  try {
    const { rules } = await buckets.settings(sides.primary);
    return await compareInventories(
      {
        primary: withoutCanaries(buckets.objects(sides.primary, slice.after)),
        replica: withoutCanaries(buckets.objects(sides.replica, slice.after)),
        // In this order: a source that says "replicated" before its replica is asked for has a replica.
        look: async (key) => {
          const primary = await buckets.head({ ...sides.primary, key });
          return { key, primary, replica: await buckets.head({ ...sides.replica, key }) };
        },
        now: () => clock.now(),
        isOver: () => clock.now() > deadline,
      },
      {
        slice,
        sides: {
          primary: { name: sides.primary.bucket, region: sides.primary.region },
          replica: { name: sides.replica.bucket, region: sides.replica.region },
        },
        rules: { graceSeconds: run.inventoryGraceSeconds, keeps: keptKeys(rules, pair.replica) },
        mostNamed: MOST_NAMED,
        mostLooks: MOST_LOOKS,
      },
    );
  } catch (error) {
    const isAnswer =
      error instanceof BucketMissing || error instanceof BucketRefused || error instanceof RangeError;
    if (!isAnswer) throw error;
    return [unreadSlice(slice, { problem: error.message, at: clock.now() })];
  }
}

async function* withoutCanaries(pages: AsyncIterable<ListedPage>): AsyncGenerator<ListedPage> {
  for await (const page of pages) yield page.filter(({ key }) => !isCanaryKey(key));
}

import { queryError } from '../jsonata/evaluator.ts';
import type { Template } from '../jsonata/template.ts';
import { MAX_PAYLOAD_BYTES, payloadText } from '../payload-limit.ts';
import type { ItemBatcher } from './map-fields.ts';
import type { ChildInput } from './map-run-port.ts';

interface Limits {
  readonly items: number;
  readonly bytes: number;
}

/** Each item for itself. */
export function singleItems(items: readonly unknown[], subject: string): readonly ChildInput[] {
  return items.map((item) => ({ input: payloadText(item, subject), items: 1 }));
}

/**
 * Items in batches, each as large as the limits allow; with both given, "Step Functions reduces the number of items"
 * (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html). A single item that is larger than
 * MaxInputBytesPerBatch gets a batch of its own; what AWS does with one is not documented.
 */
export async function batchItems(
  items: readonly unknown[],
  batcher: ItemBatcher,
  { template, subject }: { readonly template: Template; readonly subject: string },
): Promise<readonly ChildInput[]> {
  const limits = await limitsOf(batcher, template);
  const shared = Object.hasOwn(batcher, 'BatchInput')
    ? {
        BatchInput: await template.value({
          template: batcher.BatchInput,
          location: 'ItemBatcher/BatchInput',
        }),
      }
    : {};
  const frame = Buffer.byteLength(JSON.stringify({ ...shared, Items: [] }));
  return inBatches(items, { ...limits, bytes: limits.bytes - frame }).map((Items) => ({
    input: payloadText({ ...shared, Items }, subject),
    items: Items.length,
  }));
}

function inBatches(items: readonly unknown[], limits: Limits): unknown[][] {
  const batches: unknown[][] = [];
  let batch: unknown[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    const full = batch.length >= limits.items || bytes + 1 + size > limits.bytes;
    if (batch.length > 0 && full) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    bytes += size + (batch.length === 0 ? 0 : 1);
    batch.push(item);
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

async function limitsOf(batcher: ItemBatcher, template: Template): Promise<Limits> {
  const limit = async (
    field: 'MaxItemsPerBatch' | 'MaxInputBytesPerBatch',
    most: number,
  ): Promise<number> => {
    if (batcher[field] === undefined) return most;
    const location = `ItemBatcher/${field}`;
    const value = await template.number({ template: batcher[field], location });
    if (Number.isInteger(value) && value > 0 && value <= most) return value;
    throw queryError(
      `The field '${field}' must be a positive integer up to ${most}, but was ${value}.`,
      location,
    );
  };
  return {
    items: await limit('MaxItemsPerBatch', Number.MAX_SAFE_INTEGER),
    bytes: await limit('MaxInputBytesPerBatch', MAX_PAYLOAD_BYTES),
  };
}

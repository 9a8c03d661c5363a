import { S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from '../../../lib/aws/client-options.ts';
import { makeS3Buckets } from '../../../lib/aws/s3-buckets.ts';
import { compareInventories } from '../../../lib/domain/inventory/compare-inventories.ts';
import type { InventoryLine } from '../../../lib/domain/inventory/inventory-line.ts';
import { inventoryResult } from '../../../lib/domain/inventory/inventory-result.ts';
import type { ListedPage } from '../../../lib/domain/inventory/listed-object.ts';
import type { BucketRef } from '../../../lib/ports/buckets.ts';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import type { InventoryMessage } from './inventory-message.ts';
import { KEYS } from './synthetic-bucket.ts';

const MIB = 2 ** 20;
const SAMPLE_MS = 20;
const REGION = 'eu-west-1';

const clock = makeSystemClock();
const s3 = new S3Client({
  ...clientOptions(REGION),
  endpoint: process.argv[2] ?? '',
  forcePathStyle: true,
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
});
const buckets = makeS3Buckets({ clientOf: () => s3, now: () => clock.now() });
const [primary, replica] = [
  { region: REGION, bucket: 'primary' },
  { region: REGION, bucket: 'replica' },
];

/** Keys of one slice: the machine may be faster in one minute than in the next, so both are done in turn. */
const SLICE = KEYS / 10;

interface Range {
  readonly after: string | null;
  readonly through: string | null;
}

/** Reads the pages of one side that a slice was compared from, and lets go of them. */
async function read(ref: BucketRef, { after, through }: Range): Promise<number> {
  let objects = 0;
  for await (const page of buckets.objects(ref, after)) {
    objects += page.length;
    if (through !== null && (page.at(-1)?.key ?? '') >= through) break;
  }
  return objects;
}

function compareSlice(slice: number, after: string | null): Promise<readonly InventoryLine[]> {
  let listed = 0;
  const counted = async function* (pages: AsyncIterable<ListedPage>) {
    for await (const page of pages) {
      listed += page.length;
      yield page;
    }
  };
  return compareInventories(
    {
      primary: counted(buckets.objects(primary, after)),
      replica: buckets.objects(replica, after),
      look: async (key) => {
        const source = await buckets.head({ ...primary, key });
        return { key, primary: source, replica: await buckets.head({ ...replica, key }) };
      },
      now: () => clock.now(),
      isOver: () => listed >= SLICE && slice < KEYS / SLICE - 1,
    },
    {
      slice: { bucket: 'documents', slice, after },
      sides: {
        primary: { name: 'primary', region: REGION },
        replica: { name: 'replica', region: REGION },
      },
      rules: { graceSeconds: 0, keeps: () => false },
      mostNamed: 100,
      mostLooks: 1_000,
    },
  );
}

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { seconds: (performance.now() - start) / 1000, result };
}

/** Most that is resident while something runs, garbage included. */
async function peakDuring<T>(work: () => Promise<T>): Promise<{ peakMiB: number; result: T }> {
  let peak = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, SAMPLE_MS);
  try {
    const result = await work();
    return { peakMiB: Math.max(peak, process.memoryUsage.rss()) / MIB, result };
  } finally {
    clearInterval(timer);
  }
}

/** In turn: a slice is compared, then its pages are read alone. */
async function measure(): Promise<InventoryMessage> {
  for await (const page of buckets.objects(primary, null)) if (page.length > 0) break;
  globalThis.gc?.();
  const residentMiBBefore = process.memoryUsage.rss() / MIB;
  const lines: InventoryLine[] = [];
  const peaks: number[] = [];
  const keptMiB: number[] = [];
  let [compareSeconds, readSeconds] = [0, 0];
  let after: string | null = null;
  do {
    const { peakMiB, result } = await peakDuring(() => timed(() => compareSlice(peaks.length, after)));
    const through: string | null = endOf(result.result)?.through ?? null;
    const range = { after, through };
    const reading = await timed(() => Promise.all([read(primary, range), read(replica, range)]));
    lines.push(...result.result);
    peaks.push(peakMiB);
    globalThis.gc?.();
    keptMiB.push(process.memoryUsage().heapUsed / MIB);
    compareSeconds += result.seconds;
    readSeconds += reading.seconds;
    after = through;
  } while (after !== null);
  const [inventory] = inventoryResult(lines);
  return {
    readSeconds,
    compareSeconds,
    residentMiBBefore,
    peaksResidentMiB: peaks,
    keptMiB,
    unread: inventory ? inventory.unread : 'nothing',
    counts: { ...inventory?.counts },
  };
}

function endOf(lines: readonly InventoryLine[]) {
  return lines.find((line) => line.line === 'end');
}

process.send?.(await measure());
process.disconnect();

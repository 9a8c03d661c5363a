import { expect, test } from 'vitest';
import { makeBucketObjects } from '../../../lib/aws/bucket-objects.ts';
import { isConsistent } from '../../../lib/domain/log/is-consistent.ts';
import { leafIdentity } from '../../../lib/domain/log/log-leaf.ts';
import { sha256Bytes } from '../../fakes/fake-signer.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorldOn } from '../../fakes/log-world.ts';
import { openS3 } from '../s3/open-s3.ts';

const s3 = openS3();
/** Each entry is fought over by all that are left: 2,600 calls, which a busy machine takes a while for. */
const TIMEOUT_MS = 120_000;
const RUNS = Array.from({ length: 50 }, (_, index) => `run-${index}`);

test('fifty runs append to a log on S3 at the same time, and each is in it once', {
  timeout: TIMEOUT_MS,
}, async () => {
  const world = makeLogWorldOn({ objects: makeBucketObjects(s3.here, 'here') });
  const appended = await Promise.all(
    [...RUNS, ...RUNS.slice(0, 5)].map((run) => world.append(startLeaf(run))),
  );
  expect(new Set(appended.map(({ index }) => index)).size).toBe(RUNS.length);

  const entries = await world.reader.entries();
  expect(entries.map(({ leaf }) => leafIdentity(leaf)).toSorted()).toEqual(
    RUNS.map((run) => `start-${run}`).toSorted(),
  );
  const last = entries.at(-1)?.signed.checkpoint;
  for (const { signed } of entries.filter(({ index }) => index % 10 === 0)) {
    if (!last) break;
    const path = await world.reader.consistencyPath(signed.checkpoint.size, last.size);
    expect(isConsistent(sha256Bytes, [signed.checkpoint, last], path)).toBe(true);
  }
});

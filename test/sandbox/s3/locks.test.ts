import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBucketObjects } from '../../../lib/aws/bucket-objects.ts';
import { makeObjectLocks } from '../../../lib/aws/object-locks.ts';
import { makeObjectStore } from '../../../lib/sandbox/s3/object-store.ts';
import { makeS3 } from '../../../lib/sandbox/s3/s3.ts';
import type { Locks } from '../../../lib/ports/locks.ts';
import { openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

const TEN = Array.from({ length: 10 }, (_, index) => index);
const store = makeObjectStore([{ name: 'locks', region: 'eu-west-1', versioning: true }]);
let endpoint: OpenEndpoint;
let clients: readonly S3Client[];

beforeAll(async () => {
  endpoint = await openEndpoint({ services: { s3: makeS3(store) } });
  clients = TEN.map(() => new S3Client(endpoint.client('eu-west-1')));
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await endpoint.close();
});

function locksOf(client: S3Client): Locks {
  const objects = makeBucketObjects(client, 'locks');
  return makeObjectLocks({ objects, statusOf: async () => 'RUNNING', now: () => 0 });
}

function acquireAll(key: string) {
  return Promise.allSettled(
    clients.map((client, index) =>
      locksOf(client).acquire({
        key,
        run: `run-${index}`,
        owner: `arn:${index}`,
        scope: 'rehearsal',
        preempt: false,
      }),
    ),
  );
}

test.each(['never taken', 'taken and freed'])(
  'of ten who want a lock that was %s exactly one gets it',
  async (before) => {
    const key = `${before}.json`;
    const [client = new S3Client()] = clients;
    if (before !== 'never taken') {
      const first = { key, run: 'run', owner: 'arn:first', scope: 'rehearsal', preempt: false } as const;
      await locksOf(client).release(await locksOf(client).acquire(first));
    }
    const answers = await acquireAll(key);
    const granted = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(granted).toHaveLength(1);
    await expect(locksOf(client).holder(key)).resolves.toMatchObject({ owner: granted[0]?.owner });
    const refused = answers.flatMap((answer): unknown[] =>
      answer.status === 'rejected' ? [answer.reason] : [],
    );
    expect(refused).toEqual(refused.map(() => expect.objectContaining({ name: 'LockHeld' })));
  },
);

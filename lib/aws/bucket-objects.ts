import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Conflict } from '../domain/failure.ts';
import type { Objects, WriteCondition } from '../ports/objects.ts';
import { callAwsAgain, errorName } from './aws-failure.ts';
import { REQUEST_LIMIT_MS } from './client-options.ts';

/** A bucket on S3; `limitMs` is the time-out of its client. Conditional writes: docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function makeBucketObjects(s3: S3Client, bucket: string, limitMs = REQUEST_LIMIT_MS): Objects {
  const again = <T>(key: string, call: () => Promise<T>) =>
    callAwsAgain(`s3://${bucket}/${key}`, call, limitMs);
  return {
    get: async (key) => {
      try {
        return await again(key, async () => {
          const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
          const text = (await got.Body?.transformToString()) ?? '';
          const storedAt = got.LastModified ? got.LastModified.getTime() * 1000 : null;
          return { text, etag: got.ETag ?? '', storedAt };
        });
      } catch (error) {
        if (errorName(error) === 'NoSuchKey') return null;
        throw error;
      }
    },
    put: (key, text, condition) => put(s3, { bucket, key, text, again, ...(condition ? { condition } : {}) }),
    list: async (prefix) => {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const page = await again(prefix, () =>
          s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
        token = page.NextContinuationToken;
      } while (token);
      return keys;
    },
  };
}

interface Put {
  readonly bucket: string;
  readonly key: string;
  readonly text: string;
  readonly condition?: WriteCondition;
  readonly again: <T>(key: string, call: () => Promise<T>) => Promise<T>;
}

const LOST = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

async function put(s3: S3Client, { bucket, key, text, condition, again }: Put): Promise<string> {
  const headers = !condition
    ? {}
    : 'absent' in condition
      ? { IfNoneMatch: '*' }
      : { IfMatch: condition.etag };
  try {
    const { ETag } = await again(key, () =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ...headers })),
    );
    return ETag ?? '';
  } catch (error) {
    if (!LOST.has(errorName(error))) throw error;
    const limit = condition && 'etag' in condition ? `entity tag ${condition.etag}` : 'no object yet';
    throw new Conflict({
      subject: `s3://${bucket}/${key}`,
      seen: 'another version of the object',
      limit,
      cause: error,
    });
  }
}

import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { makeBucketObjects } from '../../../lib/aws/bucket-objects.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

function makeBucket(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const client = sending(new S3Client({ region: 'eu-west-1' }), send);
  return { asked, bucket: makeBucketObjects(client, 'west-bucket') };
}

const bodyOf = (text: string) => ({ transformToString: async () => text });

describe('a bucket', () => {
  it('gives text and entity tag of an object, and when the bucket took it', async () => {
    const LastModified = new Date('2026-03-01T12:00:00Z');
    const { asked, bucket } = makeBucket({ Body: bodyOf('hello'), ETag: '"1"', LastModified });
    await expect(bucket.get('a/b.json')).resolves.toEqual({
      text: 'hello',
      etag: '"1"',
      storedAt: parseInstant('2026-03-01T12:00:00.000000Z'),
    });
    expect(asked).toEqual([
      { command: 'GetObjectCommand', input: { Bucket: 'west-bucket', Key: 'a/b.json' } },
    ]);
  });

  it('does not say when it was where the bucket does not', async () => {
    const { bucket } = makeBucket({ Body: bodyOf('hello'), ETag: '"1"' });
    await expect(bucket.get('a/b.json')).resolves.toMatchObject({ storedAt: null });
  });

  it('says null for a key that is not there', async () => {
    const { bucket } = makeBucket(sdkError('NoSuchKey'));
    await expect(bucket.get('a/b.json')).resolves.toBeNull();
  });

  it('does not take a bucket that is not there for a key that is not there', async () => {
    const error = sdkError('NoSuchBucket');
    await expect(makeBucket(error).bucket.get('a/b.json')).rejects.toBe(error);
  });

  it('is unreachable, too, when the body breaks off', async () => {
    const broken = { transformToString: () => Promise.reject(sdkError('Error', 'aborted', 'ECONNRESET')) };
    const { bucket } = makeBucket({ Body: broken, ETag: '"1"' });
    await expect(bucket.get('a/b.json')).rejects.toMatchObject({
      name: 'RegionUnreachable',
      message: 's3://west-bucket/a/b.json: saw ECONNRESET; expected an answer within 4 s',
    });
  });

  it.each([
    { condition: undefined, headers: {} },
    { condition: { absent: true } as const, headers: { IfNoneMatch: '*' } },
    { condition: { etag: '"7"' }, headers: { IfMatch: '"7"' } },
  ])('puts under the condition $condition', async ({ condition, headers }) => {
    const { asked, bucket } = makeBucket({ ETag: '"8"' });
    await expect(bucket.put('a/b.json', 'text', condition)).resolves.toBe('"8"');
    expect(asked).toEqual([
      {
        command: 'PutObjectCommand',
        input: { Bucket: 'west-bucket', Key: 'a/b.json', Body: 'text', ...headers },
      },
    ]);
  });

  it.each(['PreconditionFailed', 'ConditionalRequestConflict'])('names a lost race: %s', async (name) => {
    const cause = sdkError(name);
    await expect(makeBucket(cause).bucket.put('a/b.json', 'text', { etag: '"7"' })).rejects.toMatchObject({
      name: 'Conflict',
      message: 's3://west-bucket/a/b.json: saw another version of the object; expected entity tag "7"',
      cause,
    });
    await expect(makeBucket(cause).bucket.put('a/b.json', 'text', { absent: true })).rejects.toMatchObject({
      name: 'Conflict',
      message: 's3://west-bucket/a/b.json: saw another version of the object; expected no object yet',
    });
  });

  it('gives throttling and silence of any call their meaning', async () => {
    await expect(
      makeBucket(...Array.from({ length: 4 }, () => sdkError('SlowDown'))).bucket.put('k', 't'),
    ).rejects.toMatchObject({
      name: 'ThrottledUnknown',
      message: 's3://west-bucket/k: saw SlowDown; expected an answer that says done or failed',
    });
    await expect(makeBucket(sdkError('TimeoutError')).bucket.list('runs/')).rejects.toMatchObject({
      name: 'RegionUnreachable',
      message: 's3://west-bucket/runs/: saw TimeoutError; expected an answer within 4 s',
    });
  });

  it('tries again when it is throttled, a few times', async () => {
    const { asked, bucket } = makeBucket(sdkError('SlowDown'), sdkError('SlowDown'), { ETag: '"1"' });
    await expect(bucket.put('k', 't')).resolves.toBe('"1"');
    expect(asked).toHaveLength(3);
  });

  it('lists every page', async () => {
    const { asked, bucket } = makeBucket(
      { Contents: [{ Key: 'a' }, {}], NextContinuationToken: 'next' },
      { Contents: [{ Key: 'b' }] },
    );
    await expect(bucket.list('')).resolves.toEqual(['a', 'b']);
    expect(asked.map(({ input }) => input)).toMatchObject([{}, { ContinuationToken: 'next' }]);
  });

  it('lists nothing where there is nothing', async () => {
    await expect(makeBucket({}).bucket.list('runs/')).resolves.toEqual([]);
  });
});
